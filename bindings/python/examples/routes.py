#!/usr/bin/env python3
"""The routes of one router: routes.py ENDPOINT"""

import sys

import rtx

with rtx.connect(sys.argv[1], login_password=rtx.Secret.env("RTX_LOGIN_PASSWORD")) as router:
    for route in router.show.ip_route():
        print(f"{route.destination!s:20} {route.interface!s:10} {route.kind}")
