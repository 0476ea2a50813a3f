"""Mutated inputs through Python and JavaScript: equal answers, each within 100 ms of processor time and 64 MB."""

from __future__ import annotations

import json
import os
import resource
import time
from collections import Counter
from random import Random
from typing import Any, Final

import pytest

from server.credential.verdict import COLOURS
from tests.differential.inputs import make_input
from tests.differential.judges import NodeJudge, judge
from tests.differential.worlds import make_world

pytestmark = pytest.mark.differential
COUNT: Final = int(os.environ.get("DIFFERENTIAL_COUNT", "20000"))
SEED: Final = int(os.environ.get("DIFFERENTIAL_SEED", "20261123"))
WORLDS: Final = 40
BATCH: Final = 250
MOST_MS: Final = 100
MOST_MB: Final = 64


def test_python_and_javascript_agree_on_mutated_inputs() -> None:
    """Feed the same inputs to both; on a difference name seed and number, which make the input again."""
    worlds = [make_world(Random(f"{SEED}/world/{place}")) for place in range(WORLDS)]
    codes: Counter[str] = Counter()
    with NodeJudge(worlds) as node:
        node.send([])
        node_mb, python_mb = node.receive()["peak_mb"], _peak_mb()
        for start in range(0, COUNT, BATCH):
            numbers = range(start, min(start + BATCH, COUNT))
            jobs = [make_input(SEED, number, worlds) for number in numbers]
            node.send(jobs)
            ours = [_timed(job, worlds, number) for number, job in zip(numbers, jobs, strict=True)]
            theirs = node.receive()
            assert theirs["slowest_ms"] <= MOST_MS, _named(start + theirs["slowest"], jobs[theirs["slowest"]])
            assert theirs["peak_mb"] - node_mb <= MOST_MB, f"Node grew in the batch from {start}, seed {SEED}"
            for number, job, mine, other in zip(numbers, jobs, ours, theirs["answers"], strict=True):
                assert mine == other, f"{_named(number, job)}\nPython {mine}\nJavaScript {other}"
                codes[f"{job['kind']} {mine.get('code')}"] += 1
        assert _peak_mb() - python_mb <= MOST_MB
    _report(codes)
    if COUNT >= 20_000:
        reached = {code.split()[1] for code in codes}
        assert set(COLOURS) <= reached, f"never reached: {set(COLOURS) - reached}"


def _timed(job: dict[str, Any], worlds: list[Any], number: int) -> dict[str, Any]:
    """Return Python's answer; a slow one is timed again, as a collection of garbage may have run."""
    for _ in range(3):
        start = time.process_time()
        answer = judge(job, worlds[job["world"]])
        if (time.process_time() - start) * 1000 <= MOST_MS:
            return answer
    raise AssertionError(f"Python took more than {MOST_MS} ms: {_named(number, job)}")


def _named(number: int, job: dict[str, Any]) -> str:
    return f"DIFFERENTIAL_SEED={SEED}, input {number}: {json.dumps(job)[:2000]}"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _report(codes: Counter[str]) -> None:
    for code, count in sorted(codes.items()):
        print(f"{count:7,} {code}")
