"""Following a guide from page to page: the address of each step holds the answers that led there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from regulars.knowledge.guiding import LONGEST, Answer, Plan, Stop
from regulars.knowledge.models import Guide
from regulars.knowledge.models.readable import Visibility
from regulars.knowledge.places import Place, address_of
from regulars.knowledge.shelves import Line
from regulars.knowledge.words import stems, words_in
from regulars.lib.texts import one_line

RUN, NUMBER = re.compile(r"[A-Za-z0-9_-]{1,32}"), re.compile(r"[0-9]{1,17}")
LOOKED, FEW = 200, 3  # guides that a search reads, and shows
MOST_OF_IT = 0.5  # of the words that were asked for
TOLD = 3000  # characters of what was tried that fit into an address


@dataclass(frozen=True)
class Trail:
    """Somebody at a step. `root`: where the guide's pages lie; `run`: by which word we remember this way of theirs."""

    plan: Plan
    root: str
    stop: Stop
    choices: tuple[int, ...] = ()
    run: str = ""
    conversation: str = ""  # whose matter it is, when an agent follows it

    @property
    def way(self) -> list[Stop]:
        """From the first step to this one; only this one, when somebody has come by another door."""
        return self.plan.walk(self.choices) or [self.stop]

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each step before this one, and what was answered."""
        return [(stop.title, stop.answers[choice].words) for stop, choice in zip(self.way, self.choices, strict=False)]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What may be answered, with the address that it leads to."""
        return [
            (each.words, self._address(each.to, (*self.choices, number)))
            for number, each in enumerate(self.stop.answers)
            if _is_known(self.plan, each)
        ]

    @property
    def back(self) -> str:
        """One step back; from the first, to where the guide begins."""
        if not self.choices:
            return f"{self.root}{_query(conversation=self.conversation)}"
        return self._address(self.way[-2].key, self.choices[:-1])

    @property
    def done(self) -> int:
        return len(self.choices)

    @property
    def total(self) -> int:
        """Steps from the first to the nearest end: what a bar of progress is as long as."""
        return len(self.choices) + self.plan.to_the_end().get(self.stop.key, 0)

    @property
    def told(self) -> str:
        """What was tried, for whoever helps next."""
        lines = [f"– {question} → {answer}" for question, answer in self.said]
        last = [f"– {self.stop.title}"] if not self.said or not self.stop.is_end else []
        return "\n".join([_("I followed “%s”:") % self.plan.title, *lines, *last])[:TOLD]

    def asking(self, forms: str) -> str:
        """The page for a new request, with what was tried in it already."""
        subject = self.stop.subject or self.plan.title
        return forms and f"{forms}{_query(subject=subject, topic=self.stop.topic, text=self.told)}"

    def _address(self, key: str, choices: Sequence[int]) -> str:
        via = ".".join(map(str, choices))
        return f"{self.root}/{quote(key)}{_query(via=via, run=self.run, conversation=self.conversation)}"


def trail(plan: Plan, root: str, key: str, given: Any) -> Trail | None:
    """Where somebody is by an address. Answers that do not lead to its step are forgotten; None: there is no such step."""
    stop = plan.stops.get(key)
    if stop is None:
        return None
    choices = _choices(given.get("via", ""))
    way = plan.walk(choices)
    is_so = bool(way) and way[-1].key == key
    run = given.get("run", "")
    run = run if RUN.fullmatch(run) else ""
    return Trail(plan, root, stop, choices if is_so else (), run, number_of(given.get("conversation")))


def number_of(given: str | None) -> str:
    """The number of a conversation as it stands in an address; "" for anything else."""
    return given if given and NUMBER.fullmatch(given) else ""


def first_step(plan: Plan, root: str, *, run: str = "", conversation: str = "") -> str:
    """The address where a guide goes on after its introduction."""
    key = plan.start.key if plan.start else ""
    return f"{root}/{quote(key)}{_query(run=run, conversation=conversation)}"


def guides_here(place: Place, **only: Any) -> list[Line]:
    """Those that this reader may follow, in the language of the page; where there is none, in the centre's first."""
    found = list(_guides_in(place).filter(**only))
    own = [each for each in found if each.language == place.language]
    return [line(place, each) for each in own or found]


def _guides_in(place: Place) -> QuerySet[Guide]:
    several = Guide.objects.visible_to(place.reader).filter(centre=place.centre)
    return several.filter(language__in=(place.language, place.centre.language)).order_by("plan__title", "pk")


def guides_found(place: Place, words: str) -> list[Line]:
    """Those whose title and introduction have most of what was asked for, the nearest first. There are few: each is read."""
    several = [each for each in _guides_in(place)[:LOOKED] if each.plan]
    said = {each.pk: words_in(f"{each.plan['title']} {each.plan['intro']}") for each in several}
    asked = words_in(words)
    known = stems([*asked, *(word for words in said.values() for word in words)], {each.language for each in several})
    near: list[tuple[float, Guide]] = []
    for each in several:
        stem = known[each.language]
        wanted = {stem[word].stem for word in asked if not stem[word].is_stop}
        share = len(wanted & {stem[word].stem for word in said[each.pk]}) / len(wanted) if wanted else 0
        near += [(share, each)] if share >= MOST_OF_IT else []
    own = {each.original_id or each.pk for _share, each in near if each.language == place.language}
    near = [
        each for each in near if each[1].language == place.language or (each[1].original_id or each[1].pk) not in own
    ]
    return [line(place, each) for _share, each in sorted(near, key=lambda each: (-each[0], each[1].pk))[:FEW]]


def guide_at(place: Place, slug: str) -> Guide | None:
    """The guide at this address: in the language of the page, or else in another."""
    several = Guide.objects.visible_to(place.reader).filter(centre=place.centre, slug=slug)
    several = several.select_related("category__parent", "centre__brand")
    order = {place.language: 0, place.centre.language: 1}
    return min(several, key=lambda each: (order.get(each.language, 2), each.pk), default=None)


def in_languages(place: Place, guide: Guide) -> dict[str, Guide]:
    """The same guide in each language in which this reader may follow it."""
    first = guide.original_id or guide.pk
    same = Guide.objects.visible_to(place.reader).filter(Q(pk=first) | Q(original=first), centre=place.centre)
    return {each.language: each for each in same}


def line(place: Place, guide: Guide) -> Line:
    """A guide in a list."""
    return Line(
        pk=guide.pk,
        title=guide.plan["title"],
        address=place.address("guides", guide.slug),
        excerpt=one_line(guide.plan["intro"], limit=150),
        updated_at=guide.published_at,
        is_internal=guide.visibility == Visibility.AGENTS,
        language="" if guide.language == place.language else guide.language,
    )


def request_forms() -> str:
    """Where customers write to us; nothing while there is no portal."""
    return address_of("portal:forms")


def _choices(via: str) -> tuple[int, ...]:
    parts = via.split(".") if via else []
    if len(parts) > LONGEST or not all(each.isascii() and each.isdecimal() and len(each) < 3 for each in parts):
        return ()
    return tuple(map(int, parts))


def _is_known(plan: Plan, answer: Answer) -> bool:
    return answer.to in plan.stops


def _query(**facts: str) -> str:
    given = {name: value for name, value in facts.items() if value}
    return f"?{urlencode(given)}" if given else ""
