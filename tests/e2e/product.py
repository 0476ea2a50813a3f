"""The running product: `make run`'s own entry on free ports and a data directory of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 300


@dataclass(slots=True)
class Product:
    """A started product; `demo` is the content of demo.json."""

    process: subprocess.Popen[str]
    data_dir: Path
    demo: dict[str, Any]
    environ: dict[str, str]

    @property
    def public(self) -> str:
        """Origin of the public site."""
        return str(self.demo["public"])

    @property
    def console(self) -> str:
        """Origin of the console."""
        return str(self.demo["console"])

    @property
    def portal(self) -> str:
        """Origin of the organisations' portal."""
        return str(self.demo["portal"])

    def certificate(self, state: str) -> dict[str, Any]:
        """Return the first demo certificate whose verdict is `state`."""
        return next(item for item in self.demo["certificates"] if item["state"] == state)

    def stop(self) -> None:
        """End it as Ctrl-C would, and wait."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)


def free_ports(count: int) -> list[int]:
    """Return ports that were free a moment ago."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        return [item.getsockname()[1] for item in sockets]
    finally:
        for item in sockets:
            item.close()


def start_product(data_dir: Path, **settings: str) -> Product:
    """Start everything and wait until demo.json says that all is up."""
    names = ("PORT", "CONSOLE_PORT", "PORTAL_PORT", "EVENTS_PORT")
    ports = dict(zip(names, map(str, free_ports(4)), strict=True))
    environ = {**os.environ, "DATA_DIR": str(data_dir), "DEMO_REPLAY": "0", **ports, **settings}
    log = data_dir.parent / f"{data_dir.name}.log"
    with log.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "run"],
            cwd=_ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    demo_file = data_dir / "demo.json"
    before = demo_file.stat().st_mtime_ns if demo_file.exists() else 0
    deadline = time.monotonic() + _START_SECONDS
    while not demo_file.exists() or demo_file.stat().st_mtime_ns == before:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"the product did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    demo = json.loads(demo_file.read_text(encoding="utf-8"))
    return Product(process=process, data_dir=data_dir, demo=demo, environ=environ)
