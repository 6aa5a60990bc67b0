#!/usr/bin/env python3
"""A deploy that nobody can lock himself out with.

Usage: deploy.py ENDPOINT FRAGMENT HOST

The router restarts into its saved configuration after five minutes, unless we
still reach it then and it still reaches HOST.
"""

import sys
from pathlib import Path

import rtx

endpoint, fragment, host = sys.argv[1:4]
login = rtx.Secret.env("RTX_LOGIN_PASSWORD")
admin = rtx.Secret.env("RTX_ADMIN_PASSWORD")

try:
    with rtx.connect(endpoint, login_password=login, admin_password=admin) as router:
        with router.push(Path(fragment), confirm=300, allow_lockout=True) as tx:
            print(tx.changes, end="")
            if not router.show.ping(host, count=3).received:
                raise RuntimeError(f"{host} does not answer any more")
        print(tx.outcome)
except RuntimeError as reason:
    print(f"taken back: {reason}")
    sys.exit(1)
except rtx.TransactionError as error:
    print(f"{error.outcome}: {error}")
    sys.exit(1)
