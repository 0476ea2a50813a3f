"""The event process: newest states first, each push to everybody, nobody holds up the others."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from server.adapters.push.events_client import EventsClient
from tests.integration.processes.conftest import House, until
from tests.integration.processes.stream import Stream


@pytest.fixture
def events(house: House) -> Iterator[House]:
    """Return a house in which only the event process runs."""
    house.settings.published_dir.mkdir()
    first = {"election": "a", "seq": 3, "token": "AAAA", "uri": "x"}
    (house.settings.published_dir / "trust.json").write_text(json.dumps({"states": [first]}))
    house.start("events")
    yield house


def push(house: House, election: str, seq: int, token: bytes = b"token") -> int | None:
    return EventsClient(house.settings.events_socket).push(election, seq=seq, token=token)


def test_a_connection_gets_the_newest_states_then_each_push(events: House) -> None:
    stream = Stream.open(events.settings.events_port)
    head = stream.head.lower()
    assert b"200 ok" in head and b"text/event-stream" in head and b"access-control-allow-origin: *" in head
    assert stream.state() == {"election": "a", "seq": 3, "token": "AAAA"}
    assert push(events, "a", 4) == 1
    assert stream.state()["seq"] == 4
    assert push(events, "b", 1) == 1
    assert stream.state()["election"] == "b"
    late = Stream.open(events.settings.events_port)
    assert [(s["election"], s["seq"]) for s in (late.state(), late.state())] == [("a", 4), ("b", 1)]
    assert push(events, "a", 5) == 2
    assert stream.state()["seq"] == late.state()["seq"] == 5


def test_an_older_state_is_nobodys_news(events: House) -> None:
    stream = Stream.open(events.settings.events_port)
    stream.state()
    assert push(events, "a", 3, b"other") == 1
    assert push(events, "a", 2) == 1
    assert push(events, "a", 9) == 1
    assert stream.state()["seq"] == 9


def test_who_left_is_not_counted(events: House) -> None:
    streams = [Stream.open(events.settings.events_port) for _ in range(20)]
    assert push(events, "a", 4) == 20
    for stream in streams[:5]:
        stream.close()
    seq = iter(range(5, 10_000))
    until(lambda: push(events, "a", next(seq)) == 15)


def test_a_client_that_takes_nothing_is_cut_off_and_delays_nobody(events: House) -> None:
    port = events.settings.events_port
    lazy = Stream.open(port, receive_buffer=4_096)
    keen = Stream.open(port)
    keen.state()
    token = b"x" * 60_000
    seq = 4
    while push(events, "a", seq, token) == 2:
        assert keen.state()["seq"] == seq
        seq += 1
        assert seq < 2_000, "the lazy client was never cut off"
    assert keen.state()["seq"] == seq
    with pytest.raises((EOFError, ConnectionError)):
        while True:
            lazy.state()


def test_nonsense_on_the_control_socket_changes_nothing(events: House) -> None:
    for line in (b"\n", b"{}\n", b"[]\n", b"\xff\n", b'{"election": "a\\nb", "seq": 9, "token": "AAAA"}\n'):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(events.settings.events_socket))
            connection.sendall(line)
            assert json.loads(connection.makefile().readline()) == {"error": "malformed"}
    assert Stream.open(events.settings.events_port).state()["seq"] == 3


def test_other_paths_and_methods_are_named(events: House) -> None:
    base = f"http://127.0.0.1:{events.settings.events_port}"
    with urllib.request.urlopen(f"{base}/healthz") as answer:
        assert answer.read() == b"ok\n"
    for method, path, status, code in (
        ("GET", "/nowhere", 404, "not_found"),
        ("POST", "/api/v1/events", 405, "method_not_allowed"),
    ):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(base + path, method=method))
        with caught.value as refused:
            assert refused.status == status and json.loads(refused.read())["code"] == code
            assert refused.headers["Content-Type"] == "application/problem+json"


def test_it_ends_politely_and_starts_again_with_what_is_published(events: House) -> None:
    stream = Stream.open(events.settings.events_port)
    stream.state()
    events.stop("events")
    with pytest.raises(EOFError):
        stream.state()
    assert push(events, "a", 4) is None
    document = {"states": [{"election": "a", "seq": 4, "token": "BBBB", "uri": "x"}]}
    (events.settings.published_dir / "trust.json").write_text(json.dumps(document))
    events.start("events")
    assert Stream.open(events.settings.events_port).state() == {"election": "a", "seq": 4, "token": "BBBB"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"states": [1]}', b'{"states": 1}'])
def test_damaged_files_do_not_stop_it(house: House, body: bytes) -> None:
    house.settings.published_dir.mkdir()
    (house.settings.published_dir / "trust.json").write_bytes(body)
    house.start("events")
    stream = Stream.open(house.settings.events_port)
    assert push(house, "a", 1) == 1
    assert stream.state()["seq"] == 1


def test_its_control_socket_is_for_our_user_only(events: House) -> None:
    assert events.settings.events_socket.stat().st_mode & 0o777 == 0o600
