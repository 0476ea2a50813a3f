"""The outbox against a real SMTP server: sent once, tried again, given up, and what a crash in between does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.adapters.mail.file_postman import FilePostman
from server.adapters.mail.server_address import MailServer
from server.adapters.mail.smtp_postman import SmtpPostman
from server.processes.mail import SYSTEM, PostOffice
from server.usecases.errors import Conflict, Forbidden
from server.usecases.ports import Actor, UnitOfWork
from server.usecases.send_mail import CLAIM_LASTS, MOST_TRIES, claim_message, pause_after, retry_message
from tests.office import REGISTRAR, Office
from tests.unit.mail.post import SENDER, Temper, message, smtp_server, write_mail

ADMINISTRATOR = Actor("user-administrator", "administrator")


def post_office(office: Office, postman: Any) -> PostOffice:
    """Return the mail process's office over this database."""
    return PostOffice(office.ports.unit_of_work, office.ports.queries, office.clock, postman)


def at(port: int, **options: Any) -> SmtpPostman:
    """Return a postman for a server on this computer, without encryption."""
    return SmtpPostman(MailServer("smtp", "127.0.0.1", port), SENDER, **options)


def test_a_letter_goes_out_once_in_its_language_with_a_message_id_of_its_own(office: Office) -> None:
    key, temper = write_mail(office), Temper()
    with smtp_server(temper) as port:
        office_of_post = post_office(office, at(port))
        assert office_of_post.turn() and office_of_post.turn()
    (mail,) = temper.mails
    assert mail["Message-ID"] == f"<{key}@cec.example.kg>"
    assert (mail["To"], mail["From"]) == ("focal@lake.example.org", "accreditation@cec.example.kg")
    assert mail["Subject"] == "Арыз катталды: № R-a"
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("ky", "auto-generated")
    text = mail.get_content()  # type: ignore[attr-defined]
    assert "Арызыңыз катталды" in text and "https://portal.example.kg" in text
    row = message(office, key)
    assert (row.state, row.sent_at, row.attempts, row.fault) == ("sent", office.clock.now(), 1, None)


def test_while_the_server_is_down_letters_wait_and_the_first_one_tells(office: Office) -> None:
    keys = [write_mail(office, each) for each in "ab"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        assert not post_office(office, at(taken.getsockname()[1])).turn()
    rows = {row.attempts: row for row in (message(office, each) for each in keys)}
    assert rows[1].fault == "mail_server_silent" and rows[0].fault is None
    office.clock.move(minutes=2)
    temper = Temper()
    with smtp_server(temper) as port:
        assert post_office(office, at(port)).turn()
    assert len(temper.kept) == 2
    assert office.ports.queries.message_counts() == {"waiting": 0, "sent": 2, "failed": 0}


@pytest.mark.parametrize(
    ("stage", "reply", "fault"),
    [("RCPT", "450 4.2.1 Busy", "mail_put_off"), ("DATA", "451 4.3.0 Later", "mail_put_off")],
)
def test_put_off_is_tried_again_after_growing_pauses(office: Office, stage: str, reply: str, fault: str) -> None:
    key, temper = write_mail(office), Temper(answers={stage: reply})
    with smtp_server(temper) as port:
        post = post_office(office, at(port))
        for attempt, minutes in enumerate((1, 2, 4, 8, 16, 32, 60, 60), start=1):
            post.turn()
            row = message(office, key)
            assert (row.attempts, row.state, row.fault) == (attempt, "waiting", fault)
            assert row.next_try_at == office.clock.now() + timedelta(minutes=minutes)
            office.clock.move(minutes=minutes, seconds=-1)
            post.turn()
            assert message(office, key).attempts == attempt  # not before its time
            office.clock.move(seconds=1)
        temper.answers.clear()
        post.turn()
    assert message(office, key).state == "sent" and len(temper.kept) == 1


@pytest.mark.parametrize(
    ("stage", "reply", "fault"),
    [
        ("RCPT", "550 5.1.1 No such user", "mail_recipient_refused"),
        ("DATA", "554 5.6.0 Not like this", "mail_message_refused"),
    ],
)
def test_refused_for_good_is_given_up_until_the_administrator_says_otherwise(
    office: Office, stage: str, reply: str, fault: str
) -> None:
    key, temper = write_mail(office), Temper(answers={stage: reply})
    with smtp_server(temper) as port:
        post = post_office(office, at(port))
        post.turn()
        row = message(office, key)
        assert (row.state, row.fault, row.next_try_at) == ("failed", fault, None)
        office.clock.move(days=2)
        post.turn()
        assert message(office, key).attempts == 1
        with pytest.raises(Forbidden):
            office.do(retry_message, by=REGISTRAR, message_id=key)
        temper.answers.clear()
        office.do(retry_message, by=ADMINISTRATOR, message_id=key)
        post.turn()
    assert message(office, key).state == "sent" and len(temper.kept) == 1
    with pytest.raises(Conflict, match="message_not_failed"):
        office.do(retry_message, by=ADMINISTRATOR, message_id=key)


def test_after_a_day_of_tries_it_is_given_up(office: Office) -> None:
    key, temper = write_mail(office), Temper(answers={"RCPT": "450 Busy"})
    with smtp_server(temper) as port:
        post, began = post_office(office, at(port)), office.clock.now()
        while message(office, key).state == "waiting":
            post.turn()
            office.clock.instant = message(office, key).next_try_at or office.clock.now()
    row = message(office, key)
    assert (row.state, row.attempts, row.fault) == ("failed", MOST_TRIES, "mail_put_off")
    assert timedelta(hours=20) < office.clock.now() - began < timedelta(hours=28)


def test_an_address_that_is_none_is_given_up_without_asking_a_server(office: Office) -> None:
    key = write_mail(office, address="focal@lake.example.org, second@lake.example.org")
    post_office(office, FilePostman(Path("/nonexistent"), SENDER)).turn()
    row = message(office, key)
    assert (row.state, row.fault) == ("failed", "mail_recipient_refused")


def test_a_server_that_says_nothing_is_left_in_time(office: Office) -> None:
    key = write_mail(office)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        post = post_office(office, at(silent.getsockname()[1], step_seconds=0.2))
        assert not post.turn()
    assert message(office, key).fault == "mail_server_silent"


def test_a_server_that_drips_is_cut_off(office: Office) -> None:
    key, ended = write_mail(office), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 slow\r\n")
                connection.recv(100)
                while not ended.wait(0.05):
                    try:
                        connection.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        post = post_office(office, at(server.getsockname()[1], whole_seconds=0.4))
        assert not post.turn()
        ended.set()
        thread.join()
    assert message(office, key).fault == "mail_server_silent"


class _PowerCut(BaseException):
    pass


def _cut_before_settling(office: Office) -> Any:
    """Return units of work of which the second never opens: the process dies between sending and writing it down."""
    opened = 0

    @contextmanager
    def unit() -> Iterator[UnitOfWork]:
        nonlocal opened
        opened += 1
        if opened == 2:
            raise _PowerCut
        with office.ports.unit_of_work() as uow:
            yield uow

    def factory() -> AbstractContextManager[UnitOfWork]:
        return unit()

    return factory


def test_after_a_crash_between_sending_and_writing_it_down_the_copy_bears_the_same_message_id(office: Office) -> None:
    key, temper = write_mail(office), Temper()
    with smtp_server(temper) as port:
        dying = PostOffice(_cut_before_settling(office), office.ports.queries, office.clock, at(port))
        with pytest.raises(_PowerCut):
            dying.turn()
        post = post_office(office, at(port))
        post.turn()
        assert len(temper.kept) == 1 and message(office, key).state == "waiting"  # the claim still holds
        office.clock.instant += CLAIM_LASTS
        post.turn()
        post.turn()
    assert [mail["Message-ID"] for mail in temper.mails] == [f"<{key}@cec.example.kg>"] * 2
    assert message(office, key).state == "sent"


def test_in_a_folder_the_copy_takes_the_place_of_the_first(office: Office, tmp_path: Path) -> None:
    key, folder = write_mail(office), tmp_path / "mail"
    postman = FilePostman(folder, SENDER)
    with pytest.raises(_PowerCut):
        PostOffice(_cut_before_settling(office), office.ports.queries, office.clock, postman).turn()
    office.clock.instant += CLAIM_LASTS
    post_office(office, postman).turn()
    assert [path.name for path in folder.iterdir()] == [f"{key}.eml"]


def test_what_one_worker_claimed_another_leaves(office: Office) -> None:
    key = write_mail(office)
    claims = []
    for _ in range(2):
        with office.ports.unit_of_work() as uow:
            claims.append(claim_message(uow=uow, clock=office.clock, actor=SYSTEM, message_id=key))
            uow.commit()
    assert claims[0] is not None and claims[1] is None


def test_pauses_grow_to_an_hour() -> None:
    minutes = [pause_after(attempts).total_seconds() / 60 for attempts in (1, 2, 6, 7, 30, 10_000)]
    assert minutes == [1, 2, 32, 60, 60, 60]
