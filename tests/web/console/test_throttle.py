"""Guesses slowed down: counted before they are made, by kind, by who really asks, and every 429 says until when."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from server.web.client_address import client_address, parse_proxies, register_proxies
from server.web.throttle import FREE_FAILURES, FREE_FAILURES_OF_ADDRESS, MOST_KEYS, Guess, Key, LoginThrottle
from tests.web.console.world import CONSOLE, PASSWORD, World


def test_the_throttle_grows_and_forgets() -> None:
    now = 0.0
    throttle = LoginThrottle(monotonic=lambda: now)
    a, b = [Key(Guess.ACCOUNT, "a")], [Key(Guess.ACCOUNT, "b")]
    for _ in range(FREE_FAILURES):
        assert throttle.begin(a) == 0
    waits = []
    for _ in range(20):
        waits.append(throttle.begin(a))
        now += waits[-1]
        throttle.begin(a)
    assert waits == sorted(waits) and 59 <= waits[-1] <= 61
    assert throttle.begin(b) == 0
    now += 2000.0
    assert throttle.begin(a) == 0 and throttle.begin(a) == 0


def test_guesses_made_at_once_do_not_pass_together() -> None:
    throttle = LoginThrottle(monotonic=lambda: 0.0)
    key, passed = [Key(Guess.ACCOUNT, "a")], []
    threads = [threading.Thread(target=lambda: passed.append(throttle.begin(key) == 0)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == FREE_FAILURES


def test_kinds_of_guesses_have_names_and_room_of_their_own() -> None:
    throttle = LoginThrottle(monotonic=lambda: 0.0)
    for _ in range(FREE_FAILURES):
        throttle.begin([Key(Guess.OPENING, "x")])
    assert throttle.begin([Key(Guess.OPENING, "x")]) > 0
    for kind in set(Guess) - {Guess.OPENING}:
        assert throttle.begin([Key(kind, "x")]) == 0
    for n in range(MOST_KEYS):
        throttle.begin([Key(Guess.ACCOUNT, str(n))])
    assert throttle.begin([Key(Guess.OPENING, "x")]) > 0  # a flood of other names doesn't push it out


def test_an_address_keeps_its_failures_and_a_right_password_is_none() -> None:
    throttle = LoginThrottle(monotonic=lambda: 0.0)
    key = [Key(Guess.ADDRESS, "192.0.2.1")]
    for _ in range(FREE_FAILURES_OF_ADDRESS - 1):
        throttle.begin(key)
    for _ in range(FREE_FAILURES_OF_ADDRESS):
        assert throttle.begin(key) == 0
        throttle.succeeded(key)
    assert throttle.begin(key) == 0 and throttle.begin(key) > 0


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        (None, "10.0.0.5"), ("198.51.100.7", "198.51.100.7"), ("1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"), ("1.1.1.1, nonsense", "10.0.0.5"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)  # fmt: skip
def test_only_trusted_proxies_say_who_asks(told: str | None, counted: str) -> None:
    app = Flask(__name__)
    register_proxies(app, parse_proxies("10.0.0.0/24"))
    headers = {"X-Forwarded-For": told} if told else {}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.5"}):
        assert client_address() == counted
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        assert client_address() == "192.0.2.1"


def test_every_refusal_of_a_flood_says_when_to_come_again(world: World) -> None:
    client = world.app.test_client()
    told = [
        client.post("/api/v1/auth/login", json={"login": "nobody", "password": "wrong"}, base_url=CONSOLE)
        for _ in range(FREE_FAILURES + 1)
    ]
    assert told[-1].status_code == 429 and int(told[-1].headers["Retry-After"]) >= 1
    browser = world.browser("registrar")
    for _ in range(FREE_FAILURES + 1):
        browser.send("/account/totp/new", password="wrong wrong wrong")
    assert browser.status == 429 and int(browser.headers["Retry-After"]) >= 1


def test_a_new_password_told_all_its_faults_is_no_wrong_guess(world: World) -> None:
    browser = world.browser("registrar")
    for _ in range(FREE_FAILURES + 2):
        browser.send("/account", old_password=PASSWORD, new_password="short", again="other")
        assert browser.status == 422
        assert 'id="e-new_password"' in browser.page and 'id="e-again"' in browser.page


def test_an_account_has_a_name_people_can_read(world: World) -> None:
    browser = world.browser("administrator")
    for name in ("12", "<b>Aida</b>", "Aida\u202e", "x" * 10_000):
        browser.send("/users/new", login="aida", display_name=name, role="records", language="en")
        assert browser.status == 422 and 'id="e-display_name"' in browser.page, name
