"""A house restored from an older backup meets what was published: nothing is un-revoked, no index comes twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from server.adapters.published.layout import state_files
from server.backup import reconcile
from server.backup.errors import BackupError
from server.credential.election_state import REPLACED, REVOKED, VALID, ElectionState
from server.credential.state_gate import check_statuses
from server.processes.publication import PublishingOffice
from server.settings import Settings
from server.usecases.adopt_published import adopt_published_state
from server.usecases.check_acts import check_acts
from server.usecases.check_states import check_states
from server.usecases.errors import Conflict, Unavailable
from server.usecases.queries import CertificateFilter
from server.usecases.replace import replace_credential
from tests.office import REGISTRAR, SYSTEM, open_office
from tests.publishing import (
    DeskSigner,
    PublishingCommission,
    desk_of,
    listed,
    open_commission,
    open_desk,
    revoked,
)

ELECTION = "kg-2027-pr"


@dataclass(slots=True)
class Loss:
    """A living office and the folder of one restored from a backup taken before its last acts."""

    living: PublishingCommission
    numbers: list[str]
    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings.from_environ(
            {"DATA_DIR": str(self.folder), "DATABASE_URL": f"sqlite:///{self.folder / 'office.sqlite3'}"}
        )

    @property
    def published(self) -> Path:
        return self.living.publisher.desk.published_dir

    def reborn(self) -> PublishingCommission:
        """Open the restored house as its processes would."""
        living, engine = self.living, open_engine(f"sqlite:///{self.folder / 'office.sqlite3'}")
        signer = DeskSigner(open_desk(self.folder / "keys", living.trust.root))
        born = PublishingCommission(engine, living.clock, living.trust, signer)  # type: ignore[arg-type]
        born.publisher = PublishingOffice(desk_of(born, self.folder))
        return born


def keep(living: PublishingCommission, origin: Path, folder: Path) -> None:
    """Copy what an ordinary backup and the keys' backup hold."""
    folder.mkdir()
    shutil.copy(str(living.engine.url.database), folder / "office.sqlite3")
    for name in ("keys", "published"):
        shutil.copytree(origin / name, folder / name)


@pytest.fixture
def loss(tmp_path: Path) -> Iterator[Loss]:
    """Three are accredited; then the backup; then one is revoked, one replaced, two more accredited."""
    origin = tmp_path / "living"
    origin.mkdir()
    engine = open_engine(f"sqlite:///{origin / 'office.sqlite3'}")
    upgrade(engine)
    living = open_commission(engine, origin)
    numbers = listed(living, 3)
    keep(living, origin, tmp_path / "restored")
    living.clock.move(minutes=5)
    revoked(living, numbers[0])
    living.do(replace_credential, by=REGISTRAR, number=numbers[1], reason="lost", facts="Lost on the way",
              sealing=living.ports.sealing)  # fmt: skip
    numbers += living.issued(2, start=50)
    living.clock.move(minutes=5)
    living.publish(ELECTION)
    yield Loss(living, numbers, tmp_path / "restored")
    engine.dispose()


def seen(office: PublishingCommission) -> ElectionState:
    """Return the state that the public reads."""
    snapshot = office.reader().current()
    assert snapshot is not None
    return snapshot.states[ELECTION].state


def test_what_the_backup_lacks_is_named(loss: Loss) -> None:
    (gap,) = reconcile.compare(loss.settings, loss.published).newer
    assert gap.held is not None and gap.published == seen(loss.living).seq > gap.held
    (lost,) = gap.revoked
    assert (lost.idx, lost.number) == (0, loss.numbers[0])
    assert lost.notice is not None and lost.notice.kind == "V1" and lost.notice.decree_number
    assert [each.idx for each in gap.replaced] == [1]
    assert list(gap.issued) == [3, 4, 5]
    assert gap.acts > 5 and not gap.clashes


def test_nothing_is_signed_before_it_is_accepted(loss: Loss) -> None:
    born = loss.reborn()
    born.publisher.reconcile()  # its own folder is as old as itself; the public's newest token is a witness
    for file in state_files(loss.published):
        shutil.copy(file, loss.folder / "published" / "states")
    with pytest.raises(Conflict, match="restored_database"):
        born.publish(ELECTION)
    born.engine.dispose()


def test_it_goes_on_once_the_revocation_is_entered_again(loss: Loss) -> None:
    before = seen(loss.living)
    reconcile.accept(loss.settings, loss.published)
    born = loss.reborn()
    born.publisher.reconcile()
    assert seen(born).seq == before.seq, "what the public knew is served again"
    with pytest.raises(Conflict, match="revocations_missing") as caught:
        born.publish(ELECTION)
    assert caught.value.facts["certificates"] == loss.numbers[0]
    with pytest.raises(Conflict, match="revocations_missing"):  # a new paper for a revoked holder is no way around
        born.do(replace_credential, by=REGISTRAR, number=loss.numbers[0], reason="lost", facts="Says so",
                sealing=born.ports.sealing)  # fmt: skip
    rows = born.ports.queries.certificates(CertificateFilter(), now=born.clock.now()).rows
    card = next(row for row in rows if row.idx == 6)
    revoked(born, card.number)
    after = seen(born)
    assert after.seq > before.seq
    check_statuses(before.statuses[:3], after.statuses[:3])  # two indices a byte
    assert [after.status(idx) for idx in (0, 1, 2)] == [REVOKED, REPLACED, VALID]
    assert after.status(6) != VALID
    assert {after.status(idx) for idx in (3, 4, 5)} == {REPLACED}, "nobody could revoke them any more"
    fresh = born.issued(1, start=90)
    assert born.ports.queries.certificate(fresh[0], now=born.clock.now()).row.idx == 7
    tokens = [file.read_bytes() for file in state_files(loss.folder / "published")]
    states = check_states(born.ports.queries.kept_states(), published=tokens)
    assert states.bad_state is None
    assert check_acts(born.ports.queries.stored_acts(), witnesses=states.witnesses).bad_act is None
    born.engine.dispose()


def test_an_election_called_after_the_backup_is_called_again_first(loss: Loss, tmp_path: Path) -> None:
    """The backup is older than everything: its whole election is missing."""
    folder, engine = tmp_path / "earlier", open_engine(f"sqlite:///{tmp_path / 'earlier' / 'office.sqlite3'}")
    folder.mkdir()
    upgrade(engine)
    open_office(engine)
    engine.dispose()
    shutil.copytree(loss.folder / "keys", folder / "keys", ignore=shutil.ignore_patterns("journal"))
    earlier = Loss(loss.living, loss.numbers, folder)
    (gap,) = reconcile.accept(earlier.settings, loss.published).newer
    assert gap.held is None
    born = earlier.reborn()
    with pytest.raises(Unavailable, match="restored_database"):
        born.publisher.reconcile()
    born.election()
    (gap,) = reconcile.accept(earlier.settings, loss.published).newer
    assert gap.held == 0 and list(gap.issued) == [0, 1, 2, 3, 4, 5]
    born.publisher.reconcile()
    born.publish(ELECTION)
    after = seen(born)
    check_statuses(seen(loss.living).statuses, after.statuses)
    assert [after.status(idx) for idx in range(6)] == [REVOKED, REPLACED, REPLACED, REPLACED, REPLACED, REPLACED]
    born.engine.dispose()


def test_a_database_that_went_another_way_is_never_taken_over(loss: Loss) -> None:
    born = loss.reborn()
    born.publisher.reconcile()
    born.issued(1, start=70)  # index 3 again, for another
    with pytest.raises(BackupError, match="issued something else"):
        reconcile.accept(loss.settings, loss.published)
    (published,) = reconcile.read_published(loss.settings, loss.published)
    with pytest.raises(Conflict, match="published_state_clashes"):
        born.do(adopt_published_state, by=SYSTEM, published=published)
    born.engine.dispose()


def test_a_published_folder_of_others_or_in_pieces_says_nothing(loss: Loss, tmp_path: Path) -> None:
    torn = tmp_path / "torn"
    shutil.copytree(loss.published, torn)
    shutil.rmtree(torn / "registry")
    with pytest.raises(BackupError, match="is not whole"):
        reconcile.compare(loss.settings, torn)
    with pytest.raises(BackupError, match=r"trust\.json"):
        reconcile.compare(loss.settings, tmp_path / "nothing")
    (tmp_path / "other").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    upgrade(engine)
    stranger = open_commission(engine, tmp_path / "other")
    listed(stranger, 1)
    with pytest.raises(BackupError, match="trust anchor"):
        reconcile.compare(loss.settings, tmp_path / "other" / "published")
    engine.dispose()


def test_the_journal_knows_when_the_folder_is_too_old(loss: Loss) -> None:
    shutil.rmtree(loss.folder / "keys" / "journal")
    shutil.copytree(loss.living.publisher.desk.keys_dir / "journal", loss.folder / "keys" / "journal")
    with pytest.raises(BackupError, match="the signer confirmed"):
        reconcile.accept(loss.settings, loss.folder / "published")
