"""From an act to every phone: publisher, signer, files, event process, and what happens when one dies."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from server.adapters.published.reader import PublishedReader
from server.adapters.push.publisher_client import PublisherClient
from server.adapters.system_clock import SystemClock
from server.credential import qr_text
from server.credential.verify import verify
from server.processes.publication import PublishingOffice
from server.processes.publisher import Timetable, answer
from server.usecases.errors import Unavailable
from tests.integration.processes.conftest import ELECTION, ROOT, House, until
from tests.integration.processes.stream import Stream
from tests.migrated import migrated_engine
from tests.publishing import PublishingCommission, desk_of, listed, open_commission, revoked


def reader(house: House) -> PublishedReader:
    return PublishedReader(house.settings.published_dir, clock=SystemClock())


def code_of(house: House, number: str) -> str:
    """Return the verdict of the public site on a printed certificate."""
    card = house.ports.queries.certificate(number, now=SystemClock().now())
    text = qr_text.to_text(card.sealed, origin=house.settings.origins[0])
    site = reader(house)
    snapshot = site.current()
    assert snapshot is not None
    return verify(text, trust=snapshot.trust, states=snapshot.states, device_now=site.now()).code


def seq_of(house: House) -> int:
    return int(json.loads((house.settings.published_dir / "trust.json").read_bytes())["states"][0]["seq"])


def test_an_act_reaches_files_and_every_open_connection(house: House) -> None:
    house.start("signer", "events", "publisher")
    numbers = house.issued(2)
    streams = [Stream.open(house.settings.events_port) for _ in range(3)]
    before = [stream.state()["seq"] for stream in streams]
    assert code_of(house, numbers[0]) == "valid"
    receipt = house.revoke(numbers[0], decree="2").receipts[-1]
    assert receipt.connections == 3 and receipt.seq is not None and receipt.seq > max(before)
    assert {stream.state()["seq"] for stream in streams} == {receipt.seq}
    assert (code_of(house, numbers[0]), code_of(house, numbers[1])) == ("revoked", "valid")
    observers = reader(house).observers(ELECTION)
    assert observers is not None
    assert sorted(row["status"] for row in observers["observers"]) == ["accredited", "revoked"]


def test_without_the_event_process_the_act_is_published_all_the_same(house: House) -> None:
    house.start("signer", "publisher")
    (number,) = house.issued(1)
    receipt = house.revoke(number, decree="2").receipts[-1]
    assert receipt.seq is not None and receipt.connections is None
    house.start("events")
    assert Stream.open(house.settings.events_port).state()["seq"] == receipt.seq


def test_what_was_asked_while_the_publisher_was_dead_is_done_when_it_is_back(house: House) -> None:
    house.start("signer", "events", "publisher")
    (number,) = house.issued(1)
    house.stop("publisher", by=signal.SIGKILL)
    receipt = house.revoke(number, decree="2").receipts[-1]
    assert (receipt.seq, receipt.connections) == (None, None)
    assert code_of(house, number) == "valid"
    stream = Stream.open(house.settings.events_port)
    before = stream.state()["seq"]
    house.start("publisher")
    until(lambda: code_of(house, number) == "revoked")
    while (seq := stream.state()["seq"]) == before:
        pass
    assert seq == seq_of(house)


def test_without_the_signer_nothing_is_published_and_everything_is_caught_up(house: House) -> None:
    house.start("signer", "events", "publisher")
    (number,) = house.issued(1)
    house.stop("signer", by=signal.SIGKILL)
    assert code_of(house, number) == "valid"
    with pytest.raises(Unavailable, match="signer_unavailable"):
        PublisherClient(house.settings.publisher_socket).publish(ELECTION)
    house.start("signer")
    before = seq_of(house)
    until(lambda: PublisherClient(house.settings.publisher_socket).publish(ELECTION).seq is not None)
    assert seq_of(house) > before


def test_a_restored_database_signs_nothing_and_says_why_in_one_line(house: House) -> None:
    house.start("signer", "publisher")
    (number,) = house.issued(1)
    database = Path(house.settings.database_url.removeprefix("sqlite:///"))
    backup = database.with_suffix(".backup")
    house.stop("publisher")
    shutil.copy(database, backup)
    house.start("publisher")
    house.revoke(number, decree="2")
    house.stop("publisher")
    published = (house.settings.published_dir / "trust.json").read_bytes()
    shutil.copy(backup, database)
    shutil.rmtree(house.settings.published_dir)  # even with the folder gone, the signer remembers
    house.start("publisher")
    with pytest.raises(Unavailable, match="publisher_not_ready"):
        PublisherClient(house.settings.publisher_socket).publish(ELECTION)
    line = next(each for each in house.said("publisher").splitlines() if "older than" in each)
    assert ELECTION in line and "restore a newer backup" in line
    assert not (house.settings.published_dir / "trust.json").exists()
    house.settings.published_dir.mkdir(exist_ok=True)
    (house.settings.published_dir / "trust.json").write_bytes(published)
    assert len(house.signer.journal()) == 1


def test_lost_or_damaged_files_are_written_again_at_the_start(house: House) -> None:
    house.start("signer", "publisher")
    (number,) = house.issued(1)
    house.stop("publisher")
    for file in house.settings.published_dir.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:10])
    house.start("publisher")
    assert code_of(house, number) == "valid"
    shutil.rmtree(house.settings.published_dir)
    house.stop("publisher")
    house.start("publisher")
    assert code_of(house, number) == "valid"


def test_nonsense_on_the_socket_gets_an_answer(house: House) -> None:
    house.start("signer", "publisher")
    for line in (b"\n", b"{}\n", b"\xff\n", b'{"publish": 1}\n', b"[]\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(house.settings.publisher_socket))
            connection.sendall(line)
            assert json.loads(connection.makefile().readline()) == {"error": "publisher_malformed"}
    with pytest.raises(Unavailable, match="not_found"):
        PublisherClient(house.settings.publisher_socket).publish("no-such-election")
    assert house.settings.publisher_socket.stat().st_mode & 0o777 == 0o600
    assert house.stop("publisher") == 0


def test_the_public_process_never_loads_the_database_or_a_key() -> None:
    script = (
        "import sys, tempfile\n"
        "from server.settings import Settings\n"
        "from server.app import create_public_app\n"
        "app = create_public_app(Settings.from_environ({'DATA_DIR': tempfile.mkdtemp()}))\n"
        "app.test_client().get('/api/v1/trust')\n"
        "bad = ('sqlalchemy', 'alembic', 'psycopg', 'server.adapters.database', 'server.web.console',\n"
        "       'server.adapters.signing')\n"
        "print([name for name in sys.modules if name.startswith(bad)])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def commission(tmp_path: Path) -> PublishingCommission:
    """Return a publishing commission under a clock set by hand."""
    engine = migrated_engine(tmp_path / "office.sqlite3")
    yield open_commission(engine, tmp_path)  # type: ignore[misc]
    engine.dispose()


def seq(commission: PublishingCommission) -> int:
    snapshot = commission.reader().current()
    assert snapshot is not None
    return snapshot.states["kg-2027-pr"].state.seq


def test_states_are_signed_again_before_their_ttl_is_over(commission: PublishingCommission) -> None:
    listed(commission, 1)
    timetable = Timetable(commission.publisher)
    before = seq(commission)
    commission.clock.move(seconds=700)
    timetable.turn()
    assert seq(commission) == before
    commission.clock.move(seconds=150)
    timetable.turn()
    assert seq(commission) == before + 1


def test_a_revocation_takes_effect_at_its_minute(commission: PublishingCommission) -> None:
    numbers = listed(commission, 2)
    timetable = Timetable(commission.publisher)
    minute = commission.clock.now().replace(second=0)
    commission.clock.move(minutes=3)
    effective = commission.clock.now().replace(second=0)
    commission.clock.instant = minute
    revoked(commission, numbers[0], effective_at=effective)
    snapshot = commission.reader().current()
    assert snapshot is not None and snapshot.states["kg-2027-pr"].state.status(0) == 0x00
    timetable.turn()
    assert timetable._seconds_to_next() <= 5
    commission.clock.instant = effective
    timetable.turn()
    snapshot = commission.reader().current()
    assert snapshot is not None and snapshot.states["kg-2027-pr"].state.status(0) == 0x01


def test_what_fails_is_tried_again_later_and_later(commission: PublishingCommission) -> None:
    listed(commission, 1)
    timetable = Timetable(commission.publisher)
    before = seq(commission)
    commission.clock.move(seconds=870)
    commission.signer.down = True  # type: ignore[attr-defined]
    timetable.turn()
    commission.signer.down = False  # type: ignore[attr-defined]
    timetable.turn()
    assert seq(commission) == before, "it waits a second first"
    commission.clock.move(seconds=1)
    timetable.turn()
    assert seq(commission) == before + 1


def test_a_full_disk_after_the_commit_is_made_good(
    commission: PublishingCommission, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = listed(commission, 1)
    timetable = Timetable(commission.publisher)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("server.adapters.published.writer.PublishedWriter.write_state", full)
        with pytest.raises(OSError, match="No space"):
            revoked(commission, numbers[0])
        assert answer(b'{"publish": "kg-2027-pr"}', commission.publisher) == {"error": "publisher_not_ready"}
    timetable.turn()
    snapshot = commission.reader().current()
    assert snapshot is not None and snapshot.states["kg-2027-pr"].state.status(0) == 0x01


def test_a_crash_between_signature_and_commit_costs_nothing(
    commission: PublishingCommission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = listed(commission, 1)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("server.usecases.publish_state._publication", killed)
        with pytest.raises(KeyboardInterrupt):
            revoked(commission, numbers[0])
    reborn = PublishingOffice(desk_of(commission, tmp_path))
    reborn.reconcile()
    Timetable(reborn).turn()
    snapshot = commission.reader().current()
    assert snapshot is not None and snapshot.states["kg-2027-pr"].state.status(0) == 0x01
