"""Conversations that people have settled: what was asked first, and which articles they answered with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import unquote

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from regulars.assistant.helping import words_of
from regulars.assistant.naming_articles import Names, NotNamed
from regulars.conversations.language import language_of
from regulars.conversations.models import Conversation, Message
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent

RECENT = timedelta(days=90)
LONGEST = 2000  # characters of a question
_ARTICLE = re.compile(r"/articles/([^\s\"'<>#?/]+)")


class Solved(NamedTuple):
    """A settled conversation: its first question, and the articles that our answers link to."""

    conversation: Conversation
    question: str
    language: str
    articles: list[int]


def solved(centre: HelpCentre, *, agent: Agent | None, most: int, besides: Iterable[int] = ()) -> Iterator[Solved]:
    """Of the last 90 days, the newest first, that an agent (None: the worker) may see and one of us answered in words."""
    names = Names(centre)
    ours = Message.objects.filter(conversation=OuterRef("pk"), kind=Message.Kind.OUT, agent__isnull=False)
    visible: QuerySet[Conversation] = Conversation.objects.visible_to(agent) if agent else Conversation.objects.all()
    several = visible.filter(
        Exists(ours), inbox__brand=centre.brand_id, status=Conversation.Status.RESOLVED, merged_into=None, side_of=None,
        resolved_at__gte=timezone.now() - RECENT,
    ).exclude(pk__in=list(besides))  # fmt: skip
    for conversation in several.select_related("customer").order_by("-resolved_at", "-pk")[:most]:
        said = list(
            conversation.messages.filter(kind__in=[Message.Kind.IN, Message.Kind.OUT]).order_by("position")[:40]
        )
        first = next((each for each in said if each.kind == Message.Kind.IN and not each.is_automatic), None)
        if first is None or not (question := question_of(conversation, first)):
            continue
        language = language_of(question) or conversation.customer.language or centre.language
        yield Solved(conversation, question, language, list(_linked(said, names)))


def question_of(conversation: Conversation, message: Message) -> str:
    """As the assistant would be asked: the subject, if there is one, and what was written."""
    text = words_of(message)
    subject = conversation.subject.strip() if message.subject else ""
    return "\n".join(part for part in (subject, text) if part)[:LONGEST].strip()


def _linked(said: Iterable[Message], names: Names) -> Iterator[int]:
    """Articles that we have sent, each once."""
    slugs = dict.fromkeys(
        slug
        for message in said
        if message.kind == Message.Kind.OUT
        for slug in _ARTICLE.findall(f"{message.html}\n{message.text}")
    )
    found = dict.fromkeys(number for slug in slugs if (number := _named(unquote(slug), names)))
    yield from found


def _named(slug: str, names: Names) -> int | None:
    try:
        return names.one(f"/articles/{slug}")
    except NotNamed:
        return None
