"""The letter that asks: a line, and the scores to click. A click chooses; only the page it leads to keeps anything."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation

from regulars.knowledge.models import HelpCentre
from regulars.surveys.links import link_to
from regulars.surveys.models import Invitation
from regulars.surveys.questions import Question, said_in

OURS = "#a1501f"


class Words(NamedTuple):
    subject: str
    text: str
    html: str


def words_of(invitation: Invitation) -> Words:
    """What the letter says, in the language of the invitation."""
    with translation.override(invitation.language or None):
        shown = _shown(invitation)
        text, html = (render_to_string(f"surveys/pages/invitation.{kind}", shown) for kind in ("txt", "html"))
        return Words(shown["subject"], text, html)


def _shown(invitation: Invitation) -> dict[str, Any]:
    survey, language = invitation.survey, invitation.language
    first = survey.asks[0]
    centre = HelpCentre.objects.filter(brand=survey.brand).first()
    return {
        "subject": survey.says("subject", language) or survey.name,
        "intro": survey.says("intro", language),
        "question": said_in(first.words, language),
        "scores": [(number, link_to(invitation, score=number)) for number in _numbers(first, survey.scored)],
        "least": said_in(first.at_least, language),
        "most": said_in(first.at_most, language),
        "link": link_to(invitation),
        "accent": (centre.accent if centre else "") or OURS,
        "conversation": invitation.conversation,
    }


def _numbers(first: Question, scored: Question | None) -> range:
    return range(first.least, first.most + 1) if first == scored else range(0)
