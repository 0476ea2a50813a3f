"""One process of the pipeline: signed decree to badge pages, over its own database, each time it is told to.

Run as ``python -m tests.bench.pipeline_worker ours|libqrencode FOLDER ROUNDS PEOPLE``. Drafts a decree for each
round and answers a line; then answers one for each line it reads, when that decree's badges are drawn.
"""

from __future__ import annotations

import sys
from pathlib import Path

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from server.adapters.rendering import content
from server.adapters.rendering.renderer import TypstRenderer
from server.usecases.issue import issue_credentials
from tests.bench.qr_libqrencode import matrix_by_libqrencode
from tests.office import ISSUER, REGISTRAR, Office, open_office


def main(kind: str, folder: Path, rounds: int, people: int) -> None:
    """Prepare, then work line by line."""
    if kind == "libqrencode":
        content.make_qr = matrix_by_libqrencode  # type: ignore[assignment]
    engine = open_engine(f"sqlite:///{folder / 'pipeline.sqlite3'}")
    upgrade(engine)
    office, renderer = open_office(engine), TypstRenderer(origin=ISSUER, synthetic=True)
    decrees = [office.drafted(people, start=1 + people * number) for number in range(rounds)]
    _accredit_to_badges(office, renderer, office.drafted(1, start=1 + people * rounds))
    print("ready", flush=True)
    for decree in decrees:
        sys.stdin.readline()
        assert _accredit_to_badges(office, renderer, decree) == people
        print("done", flush=True)


def _accredit_to_badges(office: Office, renderer: TypstRenderer, decree: str) -> int:
    """Sign a decree, seal its certificates, draw its badges; return how many pages."""
    office.sign(decree)
    office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)
    certificates = office.ports.queries.decree_certificates(decree, now=office.clock.now())
    return sum(document.pages for document in renderer.batch(certificates, kind="badge"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
