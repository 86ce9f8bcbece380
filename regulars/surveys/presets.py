"""What each kind of survey asks to begin with, in the words of its standard, in each language that the house speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.surveys.models import Survey
from regulars.surveys.questions import COMMENT, SCORE

Kind = Survey.Kind
LOW = {Kind.CSAT: 2, Kind.NPS: 6, Kind.CES: 3, Kind.STARS: 2}  # a case from here down, to begin with


def preset(kind: str, *, brand: str, languages: Iterable[str]) -> dict[str, Any]:
    """`questions` and `texts` to begin with; in languages that the house does not speak, they are to be written."""
    spoken = [code for code in languages if code in dict(settings.LANGUAGES)] or ["en"]

    def said(words: Callable[[], str]) -> dict[str, str]:
        return {code: _in(code, words) for code in spoken}

    questions = [*_scored(kind, brand, said), _comment(kind, said)]
    texts = {
        "subject": said(lambda: _("How was it?")),
        "intro": said(lambda: _("It takes half a minute, and somebody reads every answer.")),
        "thanks": said(lambda: _("Thank you. It helps us to do better.")),
    }
    return {"questions": questions, "texts": texts}


def _scored(kind: str, brand: str, said: Callable[..., dict[str, str]]) -> list[dict[str, Any]]:
    if kind == Kind.CUSTOM:
        return []
    least, most = Survey.SCALES[Kind(kind)]
    words: dict[str, tuple[Callable[[], str], Callable[[], str], Callable[[], str]]] = {
        Kind.CSAT: (lambda: _("How satisfied are you with our help?"), lambda: _("not at all"), lambda: _("very")),
        Kind.NPS: (
            lambda: _("How likely are you to recommend %s to a friend or colleague?") % brand,
            lambda: _("not at all likely"),
            lambda: _("extremely likely"),
        ),
        Kind.CES: (
            lambda: _("%s made it easy for me to have my matter settled.") % brand,
            lambda: _("I disagree strongly"),
            lambda: _("I agree strongly"),
        ),
        Kind.STARS: (lambda: _("How many stars do you give us?"), lambda: _("one is poor"), lambda: _("five is great")),
    }
    asks, at_least, at_most = words[kind]
    scale = {"key": SCORE, "kind": "scale", "least": least, "most": most, "is_needed": True}
    return [scale | {"words": said(asks), "at_least": said(at_least), "at_most": said(at_most)}]


def _comment(kind: str, said: Callable[..., dict[str, str]]) -> dict[str, Any]:
    words = (
        (lambda: _("What do you think of us?"))
        if kind == Kind.CUSTOM
        else (lambda: _("What is the main reason for your answer?"))
    )
    return {"key": COMMENT, "kind": "text", "words": said(words)}


def _in(language: str, words: Callable[[], str]) -> str:
    with translation.override(language):
        return words()
