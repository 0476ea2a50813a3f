"""Paper and lists: QR matrix, QR drawing, a batch of certificates, import of a list."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import qrcode
import xlsxwriter
from python_calamine import CalamineWorkbook
from qrcode.image.svg import SvgPathImage

from server.accreditation.wording import decree_words, term_words
from server.adapters.rendering import renderer
from server.adapters.rendering.qr_drawing import svg
from server.adapters.rendering.qr_matrix import MASK, make_qr
from server.adapters.rendering.renderer import TypstRenderer
from server.credential.qr_text import to_text
from server.demo.people import invented_row
from server.usecases.import_annex import preview_import
from server.usecases.ports import Actor
from tests.bench.paper_reportlab import ReportlabBatch
from tests.bench.row import Row
from tests.unit.demo.house import open_house
from tests.unit.rendering.sample import ORIGIN, certificate

_BATCH = 300
_LIST = 5_000
_MEMORY_LIMIT_MB = 300


def rows() -> list[Row]:
    """Measure every row."""
    return [_matrix(), _drawing(), _batch(), _memory(), _list()]


def _per_second(act: Callable[[int], object], count: int) -> float:
    """Return how often a second of this process's own time holds the act; the first call warms up."""
    act(0)
    started = time.process_time()
    for turn in range(1, count + 1):
        act(turn)
    return count / (time.process_time() - started)


def _text(turn: int) -> str:
    return to_text(certificate(turn).sealed, origin=ORIGIN)


def _matrix() -> Row:
    texts = [_text(turn) for turn in range(101)]

    def peer(turn: int) -> None:
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
        code.add_data(texts[turn])
        code.make()

    ours = _per_second(lambda turn: make_qr(texts[turn]), 100)
    theirs = _per_second(peer, 15)
    ratio = ours / theirs
    return Row("QR matrix, codes/s", "qrcode with defaults", ours, theirs, ratio, "≥ 5", ratio >= 5)


def _drawing() -> Row:
    text = _text(1)
    matrix = make_qr(text)
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=MASK)
    code.add_data(text)
    code.make()
    ours = _per_second(lambda _: svg(matrix), 500)
    theirs = _per_second(lambda _: code.make_image(image_factory=SvgPathImage).to_string(), 20)
    ratio = ours / theirs
    return Row("vector drawing of a QR, /s", "qrcode's SVG path", ours, theirs, ratio, "≥ 15", ratio >= 15)


def _batch() -> Row:
    texts = json.loads((Path(renderer.__file__).parent / "templates" / "texts.json").read_text("utf-8"))
    day = certificate().row.accredited_on
    peer = ReportlabBatch(texts, decree_words("139", day), term_words(day))
    peer.draw([certificate(0)], origin=ORIGIN)
    people = [certificate(index) for index in range(1, _BATCH + 1)]
    started = time.process_time()
    peer.draw(people, origin=ORIGIN)
    theirs = _BATCH / (time.process_time() - started)
    ours = _BATCH / _batch_seconds(_BATCH)
    ratio = ours / theirs
    what = f"batch of {_BATCH} certificates, pages per CPU-second (tagged, PDF/A)"
    return Row(what, "reportlab, same page", ours, theirs, ratio, "≥ 0.4", ratio >= 0.4)


def _batch_seconds(count: int) -> float:
    drawing = TypstRenderer(origin=ORIGIN, synthetic=True)
    drawing.certificate(certificate(0))
    started = time.process_time()
    for _ in drawing.batch((certificate(index) for index in range(1, count + 1)), kind="certificate"):
        pass
    return time.process_time() - started


def _memory() -> Row:
    """A process that draws a batch tells its greatest resident set, in MB.

    Read where exec resets it: `ru_maxrss` of a child starts from what this process held when it forked.
    """
    code = (
        "from pathlib import Path\n"
        "from server.adapters.rendering.renderer import TypstRenderer\n"
        "from tests.unit.rendering.sample import ORIGIN, certificate\n"
        "people = (certificate(index) for index in range(1000))\n"
        "for _ in TypstRenderer(origin=ORIGIN, synthetic=True).batch(people, kind='certificate'): pass\n"
        "status = Path('/proc/self/status').read_text('ascii').splitlines()\n"
        "print(next(line for line in status if line.startswith('VmHWM')).split()[1])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = int(told.stdout) / 1024
    ratio = ours / _MEMORY_LIMIT_MB
    what = "greatest memory of a batch of 1,000, MB"
    return Row(what, "limit", ours, _MEMORY_LIMIT_MB, ratio, "≤ 1", ratio <= 1)


def _list() -> Row:
    content = _workbook()
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder) / "data", datetime(2026, 11, 23, 6, tzinfo=UTC))
        house.build()
        page = house.ports.queries.decrees(kind="accreditation", state="draft")
        account = house.ports.queries.account("registrar")
        assert account is not None
        actor = Actor(account.id, account.role)

        def check() -> None:
            found = house.ports.lists.read(content, name="list.xlsx")
            with house.ports.unit_of_work() as uow:
                seen = preview_import(uow=uow, clock=house.clock, actor=actor, decree_id=page.rows[0].id, rows=found)
            assert len(seen.lines) == _LIST and not seen.errors, seen.errors[:3]

        ours = _least_seconds(check)
    theirs = _least_seconds(
        lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    ratio = ours / theirs
    what = f"a list of {_LIST:,} persons (XLSX), checked, seconds"
    return Row(what, "calamine reading alone", ours, theirs, ratio, "≤ 10", ratio <= 10)


def _least_seconds(act: Callable[[], object]) -> float:
    """Return the least of five durations: part of the work is another process's, so no CPU time tells it."""
    durations = []
    for _ in range(5):
        started = time.perf_counter()
        act()
        durations.append(time.perf_counter() - started)
    return min(durations)


def _workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    people = [invented_row(number).cells for number in range(1_000, 1_000 + _LIST)]
    columns = list(dict.fromkeys(name for cells in people for name in cells))
    sheet.write_row(0, 0, columns)
    for place, cells in enumerate(people, start=1):
        sheet.write_row(place, 0, [cells.get(name, "") for name in columns])
    book.close()
    return target.getvalue()
