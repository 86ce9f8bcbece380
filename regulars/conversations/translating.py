"""Translating what is said. The house names a translator (`settings.TRANSLATOR`) or has none: then nothing offers it."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation, Message
from regulars.lib.html import html_from_text, sanitise
from regulars.lib.languages import base_of
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

LONGEST = 20_000  # characters of one message


class NotTranslated(Exception):
    """It did not work, in words for people. Nothing is lost: the text is where it was."""


class Translator(Protocol):
    """Whoever can translate: `text` in, `text` out, both HTML. Languages as ISO 639 codes; `source` "" is to be found out."""

    def __call__(self, text: str, *, source: str, target: str) -> str:
        """Raises NotTranslated."""
        ...


@cache
def translator() -> Translator | None:
    """The house's translator: `settings.TRANSLATOR` is {"class": "…", **what it is made with}."""
    facts = dict(settings.TRANSLATOR)
    return import_string(facts.pop("class"))(**facts) if facts else None


def translated_message(message: Message, *, agent: Agent) -> str:
    """What was said, in the agent's language, as safe HTML. Raises ValidationError("text")."""
    words = message.visible_text or message.text
    return _translated(html_from_text(words[:LONGEST]), source="", target=own_language(agent))


def translated_answer(html: str, *, conversation: Conversation) -> str:
    """What an agent wrote, in the customer's language, as safe HTML. Raises ValidationError("text")."""
    target = conversation.customer.language
    if not target:
        raise refusal("text", _("In which language the customer writes is not known yet."))
    if len(html) > LONGEST:
        raise refusal("text", _("A text has at most %d characters.") % LONGEST, "too_long")
    return _translated(sanitise(html), source="", target=target)


def own_language(agent: Agent) -> str:
    """The first that the agent speaks, or else the one that their desk is in."""
    return agent.languages[0] if agent.languages else base_of(get_language() or "en")


def _translated(html: str, *, source: str, target: str) -> str:
    translate = translator()
    if translate is None:
        raise refusal("text", _("This house has no translator."))
    try:
        return sanitise(translate(html, source=source, target=target))
    except NotTranslated as problem:
        raise refusal("text", _("It could not be translated: %s Nothing was changed.") % problem) from None
