"""What texts mean, as directions: the nearer, the more alike, whatever the words and the language.

Made on this machine (`local.py`), by any server that speaks as OpenAI's does (`endpoint.py`), or not at all: then search goes by words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

Vector = list[float]


class Unavailable(Exception):
    """Nothing could be made of it now; later it may."""


class Embedder(Protocol):
    """Raises Unavailable. `name` stands beside everything that it made: directions of two models cannot be compared."""

    name: str

    def passages(self, texts: Sequence[str]) -> list[Vector]: ...

    def questions(self, texts: Sequence[str]) -> list[Vector]: ...

    def rest(self) -> None: ...


@cache
def embedder() -> Embedder | None:
    """The one that the settings name: nothing is loaded before it is asked."""
    chosen = dict(settings.EMBEDDINGS)
    return import_string(chosen.pop("class"))(**chosen) if chosen else None


@cache
def usual_question(made_by: Embedder) -> Vector:
    """Where questions of any kind point to. What a question adds to that is what it is about."""
    several = made_by.questions(USUAL)
    return [sum(column) / len(several) for column in zip(*several, strict=True)]


@lru_cache(maxsize=64)  # a page searches, and then answers
def direction_of(question: str, made_by: Embedder) -> Vector:
    """Where a question points to, less most of where all of them do."""
    (vector,) = made_by.questions([question])
    return [each - MOST_OF_IT * usual for each, usual in zip(vector, usual_question(made_by), strict=True)]


MOST_OF_IT = 0.7  # measured: docs/decisions/0008
USUAL = (
    "How do I change my settings?", "where can I find help", "I have a question about my order", "it does not work",
    "Can you tell me what it costs?", "Wie kann ich das ändern?", "ich habe eine Frage zu meinem Konto", "es funktioniert nicht",
    "Wo finde ich Hilfe?", "¿Cómo puedo cambiarlo?", "tengo una pregunta sobre mi pedido", "no funciona", "¿Cuánto cuesta?",
    "Comment puis-je le modifier ?", "j'ai une question sur mon compte", "ça ne marche pas", "Come posso fare?",
    "ho una domanda", "Como faço isso?", "Hoe kan ik dit doen?", "使い方を教えてください", "質問があります", "怎么办?", "Как это сделать?",
)  # fmt: skip
