"""What a batch holds in memory, told by a process that does nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
GROWTH_MB = 40  # nine documents of 25 pages grow by 120 MB where the typesetter keeps them all

_DRAW = """
from pathlib import Path
from server.adapters.rendering.renderer import TypstRenderer
from tests.unit.rendering.sample import ORIGIN, certificate

people = (certificate(index) for index in range(275))
for number, _ in enumerate(TypstRenderer(origin=ORIGIN, synthetic=True).batch(people, kind="certificate")):
    if number in (1, 10):
        status = Path("/proc/self/status").read_text("ascii").splitlines()
        print(next(line for line in status if line.startswith("VmRSS")).split()[1])
"""


def test_a_batch_of_any_length_holds_what_a_short_one_does() -> None:
    told = subprocess.run([sys.executable, "-c", _DRAW], cwd=ROOT, capture_output=True, text=True, check=True)
    second, eleventh = (int(line) / 1024 for line in told.stdout.split())
    assert eleventh - second < GROWTH_MB
