#!/usr/bin/env python3
"""Watch who is connected by VPN, and draw it.

Usage: vpn_users.py ENDPOINT PICTURE.png [SAMPLES [SECONDS]]
"""

import sys
import time
from typing import Dict, List, Set

import matplotlib  # type: ignore[import]

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # type: ignore[import]

import rtx


def users(router: rtx.Router) -> Set[str]:
    """The names of all clients that are connected now."""
    return {
        connection.user_id or connection.interface or "?"
        for connection in router.show.status_pp_anonymous()
        if connection.state == "connected"
    }


def watch(router: rtx.Router, samples: int, seconds: float) -> List[Set[str]]:
    seen = []
    for _ in range(samples):
        seen.append(users(router))
        time.sleep(seconds)
    return seen


def draw(seen: List[Set[str]], seconds: float, title: str, picture: str) -> None:
    names = sorted(set().union(*seen))
    at: Dict[str, List[float]] = {
        name: [index * seconds for index, now in enumerate(seen) if name in now] for name in names
    }
    figure, (above, below) = plt.subplots(
        2, 1, sharex=True, figsize=(9, 5), gridspec_kw={"height_ratios": [1, 2]}
    )
    times = [index * seconds for index in range(len(seen) + 1)]
    counts = [len(now) for now in seen]
    above.step(times, [*counts, counts[-1]], where="post", color="#20609f")
    above.set_ylabel("connected")
    above.set_ylim(0, max(len(names), 1) + 0.5)
    above.yaxis.get_major_locator().set_params(integer=True)
    below.set_yticks(range(len(names)), names)
    below.set_ylim(max(len(names), 1) - 0.4, -0.6)
    for row, name in enumerate(names):
        below.broken_barh([(start, seconds) for start in at[name]], (row - 0.3, 0.6))
    below.set_xlabel("seconds")
    below.set_xlim(0, len(seen) * seconds)
    figure.suptitle(title)
    figure.tight_layout()
    figure.savefig(picture, dpi=100)


def main(endpoint: str, picture: str, samples: str = "60", seconds: str = "10") -> None:
    password = rtx.Secret.env("RTX_LOGIN_PASSWORD")
    with rtx.connect(endpoint, login_password=password) as router:
        seen = watch(router, int(samples), float(seconds))
    draw(seen, float(seconds), f"VPN users of {endpoint}", picture)
    print(f"{len(set().union(*seen))} users seen, drawn in {picture}")


if __name__ == "__main__":
    main(*sys.argv[1:])
