"""The rules that are switched on, as each process remembers them: made ready once, and again when any of them has changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from regulars.automation.fields import fields_for, told_by
from regulars.automation.models import Rule, Rulebook
from regulars.automation.triggers import Trigger, read_trigger
from regulars.conversations.models import Conversation
from regulars.customers.events import Event
from regulars.customers.models import Customer
from regulars.lib.conditions import Fields, say
from regulars.lib.conditions.asking import condition
from regulars.lib.conditions.reading import read
from regulars.lib.conditions.sql import Sql
from regulars.lib.conditions.values import Asked
from regulars.lib.question import Given, Question
from regulars.loyalty.schemes import Scheme, scheme_of
from regulars.team.days import house_calendars, zone_of

log = logging.getLogger(__name__)

EVERYTHING = {"all": []}
MOST = 500  # rules in one query: PostgreSQL answers with at most 1664 columns
_edition = Question(lambda one: Rulebook.objects.filter(pk=one).annotate(zone=Subquery(house_calendars()[:1])), one=int)


class Present(Now):
    """The moment at which the database is asked; which day that is, in a zone, is written into the question."""

    def astimezone(self, zone: Any) -> Any:
        return timezone.now().astimezone(zone)


@dataclass(frozen=True, eq=False)
class Ready:
    """A rule whose JSON has been understood."""

    rule: Rule
    trigger: Trigger

    @property
    def tree(self) -> Any:
        return self.rule.conditions or EVERYTHING

    @cached_property
    def fields(self) -> Fields:
        return fields_for(self.trigger)

    @cached_property
    def reason(self) -> str:
        """What holds when it fires, in words."""
        said = say(self.tree, self.fields) if self.rule.conditions and self.rule.conditions != EVERYTHING else ""
        return "; ".join(filter(None, [str(self.trigger) if self.trigger.is_timed else "", said])) or str(self.trigger)

    @cached_property
    def scheme(self) -> Scheme:
        """Of a rule of a programme: what it gives."""
        return scheme_of(self.rule.steps[0])

    def holds(self, *, said: Any, event_id: Any, zone: tzinfo) -> Sql:
        """In SQL, of a conversation (or a customer): whether its conditions hold, and its wait goes on."""
        tree = read(self.tree, told_by(self.fields, said=said, event_id=event_id))
        held = condition(tree, Asked(Present(), zone))
        if self.trigger.is_timed:
            return Sql("({} IS TRUE AND {} IS NOT NULL)", held, self.trigger.the_wait.since)
        return Sql("({} IS TRUE)", held)


@dataclass
class Book:
    edition: int
    zone_name: str = ""
    rules: list[Ready] = field(default_factory=list)  # in order
    unreadable: list[tuple[Rule, str]] = field(default_factory=list)
    _questions: dict[tuple[int, ...], Question[Any]] = field(default_factory=dict)
    _asked_on: date | None = None

    def answering(self, event: Event) -> list[Ready]:
        """The rules that an event of this kind is for, in order."""
        mine = getattr(event, "rule", None)
        return [
            each
            for each in self.rules
            if each.trigger.event is type(event)
            and (not each.trigger.is_timed or each.rule.pk == mine)
            and each.rule.programme_id is None
        ]

    def giving(self, programme: int, kind: str) -> list[Ready]:
        """The rules by which this programme gives points for events of this kind, in order."""
        theirs = (each for each in self.rules if each.rule.programme_id == programme)
        return [each for each in theirs if each.trigger.event.kind == kind]

    @cached_property
    def zone(self) -> tzinfo:
        """Where the house is: days are meant there."""
        return zone_of(self.zone_name)

    @cached_property
    def timed(self) -> list[Ready]:
        return [each for each in self.rules if each.trigger.is_timed]

    def verdicts(self, rules: list[Ready], *, thing: int, said: str, event_id: int) -> dict[int, bool]:
        """Whether each rule holds for the thing now, by the rule's id; nothing when the thing is gone. One query for most houses."""
        if self._asked_on != (
            today := timezone.now().astimezone(self.zone).date()
        ):  # “today” is written into a question
            self._asked_on, self._questions = today, {}
        if len(rules) > MOST:
            first = self.verdicts(rules[:MOST], thing=thing, said=said, event_id=event_id)
            return first | self.verdicts(rules[MOST:], thing=thing, said=said, event_id=event_id)
        key = tuple(each.rule.pk for each in rules)
        question = self._questions.get(key) or self._questions.setdefault(key, _question(rules, self.zone))
        row = question.first(thing=thing, said=said, event=event_id)
        return {each.rule.pk: getattr(row, f"holds_{each.rule.pk}") for each in rules} if row else {}


def current() -> Book:
    """The book as it is in this transaction."""
    global _book
    row: Any = _edition.first(one=1)
    known = (row.edition, row.zone or "") if row else (0, "")
    if _book is None or (_book.edition, _book.zone_name) != known:
        _book = _opened(*known)
    return _book


def turn_page() -> None:
    """A rule changes: the book is held until this transaction ends, and every process reads it anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO automation_rulebook (id, edition, hours) VALUES (1, 1e6 * extract(epoch FROM clock_timestamp()), '') "
            "ON CONFLICT (id) DO UPDATE SET edition = excluded.edition"
        )


_book: Book | None = None


def _opened(edition: int, zone_name: str) -> Book:
    book = Book(edition, zone_name)
    for rule in Rule.objects.active():
        try:
            ready = Ready(rule, read_trigger(rule.trigger))
            read(ready.tree, ready.fields)
            assert rule.programme_id is None or ready.scheme
        except ValidationError as error:  # what it asks for exists no more in this version
            book.unreadable.append((rule, " ".join(error.messages)))
            log.warning("Rule %s is not asked: %s", rule.pk, " ".join(error.messages))
        else:
            book.rules.append(ready)
    return book


def _question(rules: list[Ready], zone: tzinfo) -> Question[Any]:
    thing_of: type[Model] = Conversation if rules[0].trigger.is_about_a_conversation else Customer

    # Rules are made for customers: where we ask somebody else about a conversation, they would answer the wrong person.
    within = {"side_of": None} if thing_of is Conversation else {}

    def compose(thing: Given, said: Given, event: Given) -> Any:
        asked = {f"holds_{each.rule.pk}": each.holds(said=said, event_id=event, zone=zone) for each in rules}
        return thing_of._default_manager.filter(pk=thing, **within).only("pk").annotate(**asked)

    return Question(compose, thing=int, said=str, event=int)
