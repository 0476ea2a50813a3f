"""`make run`: set everything up, start every process, watch them, end them together."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from server import composition, demo
from server.adapters.signing.local_ca import ensure_server_certificate
from server.adapters.system_clock import SystemClock
from server.parent import end_with_parent
from server.processes.story_lock import story_told
from server.settings import Settings, SettingsError
from server.standing import check_standing
from server.welcome import print_welcome

_START_LIMIT_SECONDS = 60.0
_STOP_LIMIT_SECONDS = 10.0
_RESTARTS_ALLOWED = 20


@dataclass(slots=True)
class _Child:
    name: str
    process: subprocess.Popen[bytes]
    restarts: int = 0


@dataclass(slots=True)
class Supervisor:
    """Starts `python -m server NAME` for each process and restarts what falls over."""

    settings: Settings
    console: Console = field(default_factory=lambda: Console(stderr=False))
    children: list[_Child] = field(default_factory=list)
    stopping: bool = False

    def run(self) -> int:
        """Run until interrupted; returns the exit code."""
        signal.signal(signal.SIGTERM, self._interrupt)
        signal.signal(signal.SIGINT, self._interrupt)
        with _only_one(self.settings), contextlib.ExitStack() as stack:
            stack.callback(self._stop)
            try:
                prepare(self.settings)
                self._bring_up()
            except KeyboardInterrupt:
                return 130
            print_welcome(self.settings, self.console)
            self._watch()
        return 0

    def _bring_up(self) -> None:
        settings = self.settings
        self._start("signer", ready=lambda: _answers(settings.signer_socket))
        self._start("events", ready=lambda: _answers(settings.events_socket))
        with story_told(settings.story_lock) if settings.environment == "demo" else contextlib.nullcontext():
            self._start("publisher", ready=lambda: _answers(settings.publisher_socket))
            if settings.environment == "demo":
                demo.build(settings, composition.compose_ports(settings), SystemClock(), self.console)
        self._start("mail", ready=lambda: True)  # nobody waits for it
        self._start("public", ready=lambda: _healthy(f"{_local(settings, settings.port)}/readyz"))
        self._start("console", ready=lambda: _healthy(f"{_local(settings, settings.console_port)}/login"))
        self._start("portal", ready=lambda: _healthy(f"{_local(settings, settings.portal_port)}/login"))
        if settings.environment == "demo":
            demo.write_demo_json(settings)

    def _start(self, name: str, *, ready: Callable[[], bool]) -> None:
        child = _Child(name, self._spawn(name))
        self.children.append(child)
        deadline = time.monotonic() + _START_LIMIT_SECONDS
        while not ready():
            if self.stopping:
                raise KeyboardInterrupt
            if child.process.poll() is not None:
                raise SettingsError(f"the {name} process ended at its start; its message is above")
            if time.monotonic() > deadline:
                raise SettingsError(f"the {name} process did not answer within {_START_LIMIT_SECONDS:.0f} s")
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=0.05)

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "server", name],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=functools.partial(_begin_child, os.getpid()),
        )

    def _watch(self) -> None:
        while not self.stopping:
            for child in self.children:
                try:
                    child.process.wait(timeout=0.5 / len(self.children))
                except subprocess.TimeoutExpired:
                    continue
                if self.stopping:
                    return
                self._restart(child)

    def _restart(self, child: _Child) -> None:
        child.restarts += 1
        if child.restarts > _RESTARTS_ALLOWED:
            self.console.print(f"[red]{child.name} fell over {child.restarts} times; stopping.[/red]")
            self.stopping = True
            return
        code = child.process.returncode
        self.console.print(f"[yellow]{child.name} ended ({code}); starting it again.[/yellow]")
        child.process = self._spawn(child.name)

    def _interrupt(self, _signal: int, _frame: object) -> None:
        self.stopping = True

    def _stop(self) -> None:
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + _STOP_LIMIT_SECONDS
        for child in self.children:
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def prepare(settings: Settings) -> None:
    """Make directories, secrets, TLS, keys and the database schema; does nothing twice.

    Raises:
        SettingsError: a port is taken or the data directory cannot be written.
    """
    for port in (settings.port, settings.console_port, settings.portal_port, settings.events_port):
        _check_free(settings.host, port)
    check_standing(settings)
    for directory in (settings.data_dir, settings.secrets_dir, settings.socket_dir):
        _make_directory(directory)
    if settings.tls:
        ensure_server_certificate(
            settings.tls_certificate.parent, names=server_names(settings), now=SystemClock().now()
        )
    composition.install(settings)


def _make_directory(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingsError(f"DATA_DIR: cannot make {directory}: {fault.strerror}") from fault


def server_names(settings: Settings) -> tuple[str, ...]:
    """Names and addresses under which the TLS server is reached; the public one first."""
    public = settings.public_url.split("://", 1)[1].rsplit(":", 1)[0]
    return tuple(dict.fromkeys((public, "localhost", "127.0.0.1")))


def serve(settings: Settings) -> int:
    """Entry of `python -m server run`: one clear line when something is wrong."""
    return Supervisor(settings).run()


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    _make_directory(settings.data_dir)
    with (settings.data_dir / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise SettingsError(
                f"already running with DATA_DIR={settings.data_dir}: stop that one, or choose another DATA_DIR"
            ) from fault
        yield


def _check_free(host: str, port: int) -> None:
    address = "127.0.0.1" if host == "localhost" else host
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as fault:
            raise SettingsError(
                f"port {port} on {host} cannot be used ({fault.strerror}): set PORT, CONSOLE_PORT, PORTAL_PORT "
                "or EVENTS_PORT"
            ) from fault


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _local(settings: Settings, port: int) -> str:
    return f"{'https' if settings.tls else 'http'}://localhost:{port}"


def _healthy(url: str) -> bool:
    trusting = ssl._create_unverified_context()  # noqa: S323 - our own process, over loopback
    try:
        with urllib.request.urlopen(url, timeout=2, context=trusting) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _begin_child(parent: int) -> None:
    end_with_parent(signal.SIGTERM, parent=parent)
    os.umask(0o077)
