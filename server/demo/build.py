"""Build the demo, or go on where an earlier start was interrupted."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from server.demo.notebook import open_notebook
from server.demo.replay import replay
from server.demo.stage import Stage
from server.demo.story import tell
from server.settings import Settings, SettingsError
from server.usecases.ports import Clock, Ports


def build(settings: Settings, ports: Ports, clock: Clock, console: Console) -> None:
    """Tell the story up to the first start; a second start finds every step done and changes nothing.

    Args:
        clock: the real one; the story's own clock never runs past it.
        console: shows a progress bar.
    Raises:
        SettingsError: in production, or when the publisher doesn't publish what was asked for.
    """
    if settings.environment == "production":
        raise SettingsError("the demo is refused in production: its people and accounts are invented")
    stage = Stage.set_up(ports, clock, open_notebook(settings, clock))
    told = [*(replay(stage) if stage.notebook.with_replay else ()), *tell(stage)]
    steps = sorted(told, key=lambda step: step.at)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Demo elections", total=len(steps))
        for step in steps:
            stage.clock.turn_to(step.at)
            step.act(stage)
            progress.advance(task)
    for election in ports.queries.pending_publications():
        ports.publisher.publish(election)
