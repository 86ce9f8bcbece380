"""Who opens a stream."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.utils.module_loading import import_string


def agent_of(cookies: str) -> int | None:
    """The id of the agent who is signed in with these cookies; None for anybody else, and for a revoked session."""
    request = HttpRequest()
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    agent = get_user(request)
    return agent.pk if agent.is_authenticated and agent.is_active else None


def is_here(agent: int) -> None:
    """A page of this agent is open: said when it opens its stream, and again as long as it stays."""
    import_string(settings.LIVE_SEEN)(agent)
