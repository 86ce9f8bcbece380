"""Something is done with a conversation, and the conversation is told as it is then."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.api import reading, told
from regulars.automation.capabilities import CAPABILITIES


def done(request: HttpRequest, name: str, number: int, **words: Any) -> HttpResponse:
    """By the name of a capability. Raises Http404, and what the capability raises."""
    CAPABILITIES[name].do(number, by=request.auth, **words)
    return now(request, number)


def now(request: HttpRequest, number: int, *, status: int = 200) -> HttpResponse:
    """The conversation as the asker sees it. Raises Http404."""
    row = reading.conversation(number, agent=request.auth)
    return told.told(reading.conversations([row])[0], status=status)
