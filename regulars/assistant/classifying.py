"""What a conversation is about, how urgent it is, and how the customer feels."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from regulars.assistant.helping import DETECTED, LIKE_OTHERS, asked_model, thread_of, words_of
from regulars.assistant.models import Hint, Task
from regulars.conversations.language import language_of
from regulars.conversations.models import Conversation, Message, Topic
from regulars.conversations.tags import used_tags
from regulars.knowledge.embedding import Unavailable, Vector, embedder
from regulars.knowledge.question import meant
from regulars.lib.languages import base_of, language_name
from regulars.team.models import Agent

MOODS = {"happy": _("happy"), "calm": _("calm"), "annoyed": _("annoyed"), "angry": _("angry"), "worried": _("worried")}
OTHERS = 8  # newest conversations of each topic that are compared
NEAREST, AGREE = 5, 3  # of those that are most like it, so many must be of one topic
LIKE = 0.85  # a cosine of questions: below, they have little to do with each other
TAGS = 60  # that a model may choose from
INSTRUCTIONS = """\
You sort a conversation between a customer and a shop. Choose the topic and at most three tags from the lists that you are given,
word for word, and only where they clearly fit; else leave them out. Say how urgent it is for the shop, in which language the
customer writes (ISO 639 code), and how they feel now."""


class Sorted(BaseModel):
    """What a conversation is."""

    topic: str = ""
    tags: list[str] = Field(default_factory=list, max_length=3)
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    language: str = Field(default="", max_length=16)
    mood: Literal["happy", "calm", "annoyed", "angry", "worried"] | None = None


def by_model(conversation: Conversation, *, tasks: set[str], by: Agent) -> list[Hint]:
    """What the model says, of what there is to choose from and is not so already."""
    topics, tags = {each.name: each for each in Topic.objects.all()}, used_tags()[:TAGS]
    data = {"subject": conversation.subject, "messages": thread_of(conversation), "topics": list(topics), "tags": tags}
    task = Task.CLASSIFY if Task.CLASSIFY in tasks else Task.MOOD
    said = asked_model(task, INSTRUCTIONS, data, output=Sorted, conversation=conversation, by=by)
    found, model = said.output, said.call.model
    hints: list[Hint] = []
    if Task.CLASSIFY in tasks:
        if found.topic in topics:
            hints += _topic(conversation, topics[found.topic], model)
        hints += [
            Hint(kind="tag", value=tag, text=tag, made_by=model)
            for tag in found.tags
            if tag in tags and tag not in conversation.tags
        ]
        if found.priority and Conversation.Priority[found.priority.upper()] != conversation.priority:
            words = str(Conversation.Priority[found.priority.upper()].label)
            hints.append(Hint(kind="priority", value=found.priority, text=words, made_by=model))
        hints += _language(conversation, found.language.lower(), model)
    if Task.MOOD in tasks and found.mood:
        hints.append(Hint(kind="mood", value=found.mood, text=str(MOODS[found.mood]), made_by=model))
    return hints


def by_likeness(conversation: Conversation, asked: Message, *, tasks: set[str]) -> list[Hint]:
    """The language, and the topic that most of the likest conversations have. Of mood and urgency nothing is known without a model."""
    if Task.CLASSIFY not in tasks:
        return []
    words = words_of(asked)
    hints = _language(conversation, language_of(words), DETECTED)
    with suppress(Unavailable):
        hints += _nearest_topic(conversation, f"{conversation.subject}\n{words}")
    return hints


def _nearest_topic(conversation: Conversation, words: str) -> list[Hint]:
    if embedder() is None:
        return []
    mine, likest = _vector(meant(words)), list[tuple[float, int]]()
    for first, other in _first_questions(besides=conversation):
        theirs = _vector(meant(f"{other.subject}\n{words_of(first)}"))
        likest.append((sum(a * b for a, b in zip(mine, theirs, strict=True)), other.topic_id))
    near = sorted((each for each in likest if each[0] >= LIKE), reverse=True)[:NEAREST]
    (topic, many), *_rest = Counter(topic for _likeness, topic in near).most_common(1) or [(0, 0)]
    if many < AGREE:
        return []
    return _topic(conversation, Topic.objects.get(pk=topic), LIKE_OTHERS, confidence=many / NEAREST)


def _first_questions(*, besides: Conversation) -> list[tuple[Message, Conversation]]:
    """What was asked first in the newest conversations of each topic."""
    newest = Conversation.objects.exclude(pk=besides.pk).order_by("-last_activity_at")
    others = {
        each.pk: each
        for topic in Topic.objects.values_list("pk", flat=True)
        for each in newest.filter(topic=topic)[:OTHERS]
    }
    asked = Message.objects.filter(conversation__in=others, kind=Message.Kind.IN)
    firsts = (
        asked.order_by("conversation", "position").distinct("conversation").only("conversation", "visible_text", "text")
    )
    return [(each, others[each.conversation_id]) for each in firsts]


@lru_cache(maxsize=512)
def _vector(words: str) -> Vector:
    made_by = embedder()
    return made_by.questions([words])[0] if made_by else []


def _topic(conversation: Conversation, topic: Topic, made_by: str, *, confidence: float | None = None) -> list[Hint]:
    if conversation.topic_id == topic.pk:
        return []
    return [Hint(kind="topic", value=str(topic.pk), text=topic.name, made_by=made_by, confidence=confidence)]


def _language(conversation: Conversation, language: str, made_by: str) -> list[Hint]:
    known = base_of(conversation.customer.language or "")
    if not language or not language.isalpha() or language == known:
        return []
    return [Hint(kind="language", value=language, text=language_name(language), made_by=made_by)]
