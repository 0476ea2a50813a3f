"""A crowd of phones on one event stream, in a process of its own; says when each push had reached how many.

Run as ``python -m tests.bench.push_crowd PORT COUNT``. Answers one JSON line when all are connected, then one
for each push: the monotonic nanoseconds at which the bytes were at each connection, sorted.
"""

from __future__ import annotations

import gc
import json
import resource
import select
import socket
import sys
import time

REQUEST = b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"


def main(port: int, count: int) -> None:
    """Connect, then time pushes until the server hangs up."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, count + 100))
    poll = select.epoll()
    crowd: dict[int, socket.socket] = {}
    for _ in range(count):
        phone = socket.create_connection(("127.0.0.1", port))
        phone.sendall(REQUEST)
        crowd[phone.fileno()] = phone
    for phone in crowd.values():
        while b"retry:" not in phone.recv(65_536):
            pass
        phone.setblocking(False)
        poll.register(phone, select.EPOLLIN | select.EPOLLET)
    gc.disable()
    print(json.dumps({"connected": count}), flush=True)
    reached: list[int] = []
    while True:
        for number, _ in poll.poll():
            try:
                part = crowd[number].recv(65_536)
            except BlockingIOError:
                continue
            if not part:
                return
            if b"event: state" in part:
                reached.append(time.monotonic_ns())
        if len(reached) == count:
            print(json.dumps(reached), flush=True)
            reached = []


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
