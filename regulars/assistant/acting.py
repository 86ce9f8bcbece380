"""As whom the assistant does what it does."""

from __future__ import annotations

from django.db import connection

from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor
from regulars.knowledge.models import HelpCentre
from regulars.lib.languages import base_of

ASSISTANT = Actor("assistant", name="Assistant")
SOLVED, PERSON = "solved", "person"  # the choices beside an answer


def ring() -> None:
    """Wake the worker: a question waits, or a deadline has moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('asked', '')")


def language_for(conversation: Conversation, centre: HelpCentre, spoken: str) -> str:
    """Of those that the help centre has: what they write now, else what is known of them, else its first."""
    for language in (spoken, conversation.customer.language or ""):
        for known in centre.languages:
            if language and base_of(known) == base_of(language):
                return known
    return centre.language
