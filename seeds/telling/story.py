"""A story: who does what, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from regulars.conversations.actions.keep_promises import keep_promises, next_due
from regulars.customers.actions.react import react
from seeds.telling import clock
from seeds.telling.post import hand_over
from seeds.telling.scene import Scene

SERVERS_TAKE = timedelta(seconds=4)


class Step(NamedTuple):
    when: str
    act: Callable[[Scene], None]


class Story(NamedTuple):
    subject: str
    steps: tuple[Step, ...]


class Moment(NamedTuple):
    at: datetime
    step: Step
    scene: Scene


def story(subject: str, *steps: Step) -> Story:
    return Story(subject, steps)


@transaction.atomic
def tell(stories: Sequence[Story], *, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Live through all stories side by side, in the order in which things happened."""
    moments = [moment for number, each in enumerate(stories, start=1) for moment in _moments(each, number, now)]
    for done, (at, step, scene) in enumerate(sorted(moments, key=lambda moment: moment.at), start=1):
        _keep_promises(until=at)
        with clock.at(at):
            step.act(scene)
            while react():
                pass
        with clock.at(at + SERVERS_TAKE):
            hand_over(scene)
        progress(done, len(moments))
    _keep_promises(until=now)


def _keep_promises(*, until: datetime) -> None:
    """What was promised runs out at its time, between the steps."""
    while (due := next_due()) and due <= until:
        with clock.at(due):
            keep_promises(now=due)


def _moments(told: Story, number: int, now: datetime) -> Iterator[Moment]:
    scene, after = Scene(number, told.subject), None
    for step in told.steps:
        after = clock.moment(step.when, now=now, after=after)
        if after > now:
            raise ValueError(f"“{told.subject}” has not happened yet at {after:%d %B %H:%M}")
        yield Moment(after, step, scene)
