"""Who opens a stream."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.utils.module_loading import import_string


class Visitor(NamedTuple):
    """A signed-in agent, and the topics of the inboxes they work in (None: of all)."""

    agent: int
    inboxes: frozenset[str] | None = None

    def may_hear(self, topics: frozenset[str]) -> bool:
        """What happens in an inbox is for those who work in it."""
        return self.inboxes is None or all(topic in self.inboxes for topic in topics if topic.startswith("inbox:"))


def visitor_with(cookies: str) -> Visitor | None:
    """The agent who is signed in with these cookies; None for anybody else, and for a revoked session."""
    request = HttpRequest()
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    agent = get_user(request)
    if not agent.is_authenticated or not agent.is_active:
        return None
    limits = agent.works_in
    return Visitor(agent.pk, None if limits is None else frozenset(f"inbox:{each}" for each in limits))


def is_here(agent: int) -> None:
    """A page of this agent is open: said when it opens its stream, and again as long as it stays."""
    import_string(settings.LIVE_SEEN)(agent)
