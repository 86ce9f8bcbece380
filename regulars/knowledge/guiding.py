"""A guide as a plan of steps: what readers walk through, how far they are, and what is wrong with it before they may."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, Guide, GuideStep

LONGEST = 100  # answers that a way is followed for: loops may be walked, not for ever


@dataclass(frozen=True)
class Answer:
    words: str
    to: str = ""  # the key of a step


@dataclass(frozen=True)
class Stop:
    """A step, without the table it is kept in."""

    key: str
    kind: str
    title: str
    html: str = ""
    outcome: str = ""
    article: int | None = None
    subject: str = ""
    topic: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def is_end(self) -> bool:
        return self.kind == GuideStep.Kind.OUTCOME


@dataclass(frozen=True)
class Plan:
    """The title, and the steps by their keys. The first one is where it begins."""

    title: str
    intro: str = ""
    stops: Mapping[str, Stop] = field(default_factory=dict)

    @property
    def start(self) -> Stop | None:
        return next(iter(self.stops.values()), None)

    def walk(self, choices: Sequence[int]) -> list[Stop]:
        """The steps that these answers (by number, from 0) lead through, from the first; [] when there is no such way."""
        way = [self.start] if self.start else []
        for choice in choices:
            answers = way[-1].answers if way else ()
            following = self.stops.get(answers[choice].to) if choice < len(answers) else None
            if following is None:
                return []
            way.append(following)
        return way

    def reached(self, key: str) -> set[str]:
        """This step and all that can be come to from it."""
        found, waiting = {key}, deque([key])
        while waiting:
            for each in self._after(waiting.popleft()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def to_the_end(self) -> dict[str, int]:
        """How many answers each step is from the nearest end. Those without a way out are missing."""
        left = {key: 0 for key, stop in self.stops.items() if stop.is_end}
        waiting = deque(left)
        while waiting:
            to = waiting.popleft()
            for key in self.stops:
                if key not in left and to in self._after(key):
                    left[key] = left[to] + 1
                    waiting.append(key)
        return left

    def kept(self) -> dict[str, Any]:
        """For a column of JSON."""
        steps = [asdict(each) | {"answers": [asdict(one) for one in each.answers]} for each in self.stops.values()]
        return {"title": self.title, "intro": self.intro, "steps": steps}

    def _after(self, key: str) -> Iterator[str]:
        return (each.to for each in self.stops[key].answers if each.to in self.stops)


def read(kept: Mapping[str, Any]) -> Plan:
    """What `Plan.kept` gave."""
    stops = (
        Stop(**{**each, "answers": tuple(Answer(**one) for one in each["answers"])}) for each in kept.get("steps", ())
    )
    return Plan(kept.get("title", ""), kept.get("intro", ""), {each.key: each for each in stops})


def drafted(guide: Guide) -> Plan:
    """The steps as they are being written."""
    steps = guide.steps.prefetch_related("options__leads_to")
    return Plan(guide.title, guide.intro, {each.key: _stop(each) for each in steps})


def faults(plan: Plan) -> Iterator[str]:
    """All that keeps a guide from readers, each with the name of the step where it is."""
    if plan.start is None:
        yield _("Write the first step.")
        return
    reached, out = plan.reached(plan.start.key), plan.to_the_end()
    readable = _published(each.article for each in plan.stops.values())
    for number, stop in enumerate(plan.stops.values(), 1):
        name = stop.title or _("step %d") % number
        yield from (f"“{name}”: {each}" for each in _faults_of(stop, readable))
        if stop.key not in reached:
            yield _("“%s”: no answer leads there.") % name
        elif stop.key not in out and all(each.to for each in stop.answers) and stop.answers:
            yield _("“%s”: from there nobody comes to an end.") % name


def _faults_of(stop: Stop, readable: set[int | None]) -> Iterator[str]:
    if not stop.title:
        yield _("say what is asked, or to be done.")
    if not stop.is_end:
        if not stop.answers:
            yield _("nothing leads on from there.")
        yield from (_("the answer “%s” leads nowhere.") % each.words for each in stop.answers if not each.to)
    elif not stop.outcome:
        yield _("choose how it ends.")
    elif stop.outcome == GuideStep.Outcome.ARTICLE and stop.article not in readable:
        yield _("choose an article that is published.")


def _published(numbers: Iterable[int | None]) -> set[int | None]:
    wanted = [each for each in numbers if each]
    if not wanted:
        return set()
    return set(
        Article.objects.filter(pk__in=wanted, retired_at=None, translations__state="published").values_list(
            "pk", flat=True
        )
    )


def _stop(step: GuideStep) -> Stop:
    answers = (Answer(each.words, each.leads_to.key if each.leads_to else "") for each in step.options.all())
    return Stop(
        step.key, step.kind, step.title, step.html, step.outcome, step.article_id, step.subject, step.topic, tuple(answers)
    )  # fmt: skip
