"""What may be asked beside words: `from:ada tag:vip is:open before:2026-05`. A new operator is a new line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox, NamedStatus, Read, Tag, Topic
from regulars.conversations.models.conversation import Conversation
from regulars.conversations.models.named_status import Category
from regulars.conversations.search import naming
from regulars.conversations.search.lexemes import FILE, FROM, SUBJECT, TO, WITH_FILE, Words, parts, words
from regulars.conversations.search.times import ago, day
from regulars.conversations.tags import used_tags
from regulars.lib.conditions.values import Asked
from regulars.team.models import Agent, Team


@dataclass(frozen=True)
class Fact:
    """Something about a conversation: a condition in the one language, or what that cannot say."""

    tree: dict[str, Any] | None = None
    where: Q | None = None


@dataclass(frozen=True)
class Time:
    """When: of the messages that have the words; where there are none, of what happened last."""

    since: datetime | None = None  # and then
    until: datetime | None = None  # before then


Piece = Words | Fact | Time
Offer = Callable[
    [Any], Iterable[tuple[str, str]]
]  # values to choose from as the agent may see them, each with what it means


class Operator(NamedTuple):
    says: Any  # what it asks for
    read: Callable[[str, Asked], Piece]  # raises ValueError saying what is wrong, in a sentence
    offers: Offer = lambda _agent: ()


def _in_place(mark: str) -> Callable[[str, Asked], Piece]:
    """Names, addresses and files are known by their parts, too: `from:coffee.example`."""

    def read(value: str, asked: Asked) -> Piece:
        found = words(value if mark == SUBJECT else parts(value), mark=mark, is_begun=True)
        if found is None:
            raise ValueError(_("There are no words in it."))
        return found

    return read


def _leaf(field: str, how: str, value: Any) -> Fact:
    return Fact({"field": field, how: value})


def _reference(field: str, rows: naming.Rows, *, may_lack: bool = True) -> Callable[[str, Asked], Piece]:
    """One or more of what is called so; `none` for those that have none."""

    def read(value: str, asked: Asked) -> Piece:
        if may_lack and value.lower() in ("none", "nobody"):
            return _leaf(field, "is missing", True)
        if value.lower() == "me" and field == "assignee":
            return _leaf(field, "is", "me")
        return _leaf(field, "is one of", naming.named(value, rows(asked.asker)))

    return read


def _tag(value: str, asked: Asked) -> Piece:
    name = value.lower().strip(" #,")
    if name == "none":
        return _leaf("tags", "is missing", True)
    now = Tag.objects.filter(name=name).values_list("becomes__name", flat=True).first() or name
    return Fact(where=Q(tags__contains=[now]) & ~Q(tags=[]))  # as the index of tags is made


def _status(value: str, asked: Asked) -> Piece:
    """A category by its name, or one of our own names within a category."""
    given = naming.fold(value)
    category = next(
        (each.value for each in Category if given in (each.name.lower(), naming.fold(str(each.label)))), None
    )
    if category:
        return Fact(where=Q(status=category))
    return Fact(where=Q(named_status__in=naming.named(value, [*_statuses(), *((0, each.value) for each in Category)])))


def _statuses() -> list[tuple[int, str]]:
    return list(NamedStatus.objects.values_list("pk", "name"))


def _customer(value: str, asked: Asked) -> Piece:
    return Fact(where=Q(customer__in=naming.customers(value)))


def _company(value: str, asked: Asked) -> Piece:
    return Fact(where=Q(customer__company__in=naming.companies(value)))


def _unread(agent: Agent) -> Q:
    seen = Read.objects.filter(agent=agent, conversation=OuterRef("pk"), position__gte=OuterRef("inbound_position"))
    return Q(inbound_position__gt=0) & ~Q(Exists(seen))


_IS: dict[str, tuple[Any, Callable[[Asked], Fact]]] = {
    "open": (_("not settled"), lambda _asked: _leaf("status", "is", "open")),
    "pending": (_("out of the way for now"), lambda _asked: Fact(where=Q(status=Category.PENDING))),
    "resolved": (_("settled"), lambda _asked: _leaf("status", "is", "resolved")),
    "snoozed": (_("until a time"), lambda _asked: Fact(where=Q(snoozed_until__isnull=False))),
    "unread": (_("you have not seen all of it"), lambda asked: Fact(where=_unread(asked.asker))),
    "unassigned": (_("nobody's"), lambda _asked: _leaf("has assignee", "is", False)),
    "assigned": (_("somebody's"), lambda _asked: _leaf("has assignee", "is", True)),
    "mine": (_("yours"), lambda _asked: _leaf("assignee", "is", "me")),
    "waiting": (_("the customer waits for us"), lambda _asked: _leaf("is waiting", "is", True)),
    "late": (_("a promise has run out"), lambda asked: Fact(where=Q(due_at__lt=asked.now))),
    "undelivered": (_("an answer did not arrive"), lambda _asked: _leaf("not delivered", "is", True)),
}


def _is(value: str, asked: Asked) -> Piece:
    return _IS[naming.one_of(value, list(_IS))][1](asked)


def _has(value: str, asked: Asked) -> Piece:
    """What a message or a conversation has."""
    word = naming.one_of(value, ["attachment", "tag", "topic", "team", "assignee"], also={"file": "attachment"})
    if word == "attachment":
        return WITH_FILE
    return (
        _leaf("has assignee", "is", True)
        if word == "assignee"
        else _leaf({"tag": "tags"}.get(word, word), "is known", True)
    )


def _priority(value: str, asked: Asked) -> Piece:
    return _leaf("priority", "is", naming.one_of(value, [level.name.lower() for level in Conversation.Priority]))


def _channel(value: str, asked: Asked) -> Piece:
    return _leaf(
        "channel",
        "is",
        naming.one_of(value, ["email", "portal", "chat", "sms", "phone"], also={"mail": "email", "e-mail": "email"}),
    )


def _number(value: str, asked: Asked) -> Piece:
    if not value.removeprefix("#").isdecimal():
        raise ValueError(_("A number has digits alone, such as 1042."))
    return Fact(where=Q(pk=int(value.removeprefix("#")[:18])))


def _offered(rows: naming.Rows) -> Offer:
    return lambda agent: [(name, "") for _pk, name in rows(agent)]


def _words(*names: str) -> Offer:
    return lambda _agent: [(name, "") for name in names]


def _inboxes(agent: Agent) -> list[tuple[int, str]]:
    return list(Inbox.objects.visible_to(agent).order_by("name").values_list("pk", "name"))


def _agents(_agent: Agent) -> list[tuple[int, str]]:
    return list(Agent.objects.active().values_list("pk", "name"))


def _teams(_agent: Agent) -> list[tuple[int, str]]:
    return list(Team.objects.order_by("name").values_list("pk", "name"))


def _topics(_agent: Agent) -> list[tuple[int, str]]:
    return list(Topic.objects.values_list("pk", "name"))


_DAYS = _words("today", "yesterday", "2026-05-14", "2026-05")
_SPANS = _words("1d", "7d", "4w", "12h")

OPERATORS = {
    "from": Operator(_("who wrote it"), _in_place(FROM)),
    "to": Operator(_("whom it went to"), _in_place(TO)),
    "subject": Operator(_("words of the subject"), _in_place(SUBJECT)),
    "filename": Operator(_("the name of a file"), _in_place(FILE)),
    "has": Operator(_("what it has"), _has, _words("attachment", "tag", "topic", "team", "assignee")),
    "is": Operator(_("how it stands"), _is, lambda _agent: [(word, says) for word, (says, _fact) in _IS.items()]),
    "status": Operator(_("its status"), _status, lambda _agent: [(each.value, each.label) for each in Category] + [(name, "") for _pk, name in _statuses()]),
    "tag": Operator(_("a tag"), _tag, lambda _agent: [(tag, "") for tag in [*used_tags(), "none"]]),
    "assignee": Operator(_("whose it is"), _reference("assignee", _agents), lambda agent: [("me", ""), ("none", ""), *((name, "") for _pk, name in _agents(agent))]),
    "team": Operator(_("its team"), _reference("team", _teams), _offered(_teams)),
    "in": Operator(_("its inbox"), _reference("inbox", _inboxes, may_lack=False), _offered(_inboxes)),
    "topic": Operator(_("its topic"), _reference("topic", _topics), _offered(_topics)),
    "priority": Operator(_("how urgent it is"), _priority, _words("urgent", "high", "normal", "low")),
    "customer": Operator(_("whom it is with"), _customer),
    "company": Operator(_("the customer's company"), _company),
    "channel": Operator(_("the way it came"), _channel, _words("email", "portal", "chat", "sms", "phone")),
    "before": Operator(_("said before this day"), lambda value, asked: Time(until=day(value, asked)[0]), _DAYS),
    "after": Operator(_("said after this day"), lambda value, asked: Time(since=day(value, asked)[1]), _DAYS),
    "on": Operator(_("said on this day"), lambda value, asked: Time(*day(value, asked)), _DAYS),
    "older": Operator(_("longer ago than this"), lambda value, asked: Time(until=ago(value, asked)), _SPANS),
    "newer": Operator(_("not so long ago"), lambda value, asked: Time(since=ago(value, asked)), _SPANS),
    "number": Operator(_("its number"), _number),
}  # fmt: skip
