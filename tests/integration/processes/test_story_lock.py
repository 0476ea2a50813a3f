"""While the demo's story is told, the clock closes no window of the past."""

from __future__ import annotations

from pathlib import Path

from server.processes.story_lock import is_story_told, story_told


def test_the_lock_is_seen_while_held_and_gone_after(tmp_path: Path) -> None:
    path = tmp_path / "story.lock"
    assert not is_story_told(path)
    with story_told(path):
        assert is_story_told(path)
    assert path.exists() and not is_story_told(path)
