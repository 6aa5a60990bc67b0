#!/usr/bin/env python3
"""A TCP relay that spoils what comes back: relay.py TARGET_PORT cut|stall|garbage BYTES.

It prints its port, and serves one connection after the other until it is killed.
"""
import select
import socket
import sys

target, what, limit = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def serve(client):
    server = socket.create_connection(("127.0.0.1", target))
    left = limit
    stalled = False
    with client, server:
        while True:
            ready = select.select([client] if stalled else [client, server], [], [])[0]
            for one in ready:
                data = one.recv(65536)
                if not data:
                    return
                if one is client:
                    server.sendall(data)
                    continue
                client.sendall(data[:left])
                rest = data[left:]
                left -= len(data) - len(rest)
                if left == 0 and what == "cut":
                    return
                if left == 0 and what == "stall":
                    stalled = True
                if left == 0 and what == "garbage":
                    client.sendall(bytes((byte * 7 + 13) % 256 for byte in rest or b"garbage" * 30))


while True:
    connection = listener.accept()[0]
    try:
        serve(connection)
    except OSError:
        pass
