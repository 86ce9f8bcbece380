"""Who is signed in, as every request asks it: sessions and allauth's agents, found by questions composed once."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from regulars.lib.question import Question
from regulars.team.models import Agent, Session

SEEN_EVERY = timedelta(minutes=10)

_session = Question(lambda key: Session.objects.select_related("agent__role").filter(session_key=key), key=str)
_agent = Question(lambda number: Agent.objects.select_related("role").filter(pk=number), number=int)
_just_read: ContextVar[Agent | None] = ContextVar("just_read", default=None)  # whose the session is, read with it


class SessionStore(db.SessionStore):
    """Sessions in the database, so that they end everywhere at once, and their agent can see them."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.agent_id, row.device, row.address = data.get(SESSION_KEY), data.get("device", ""), data.get("address", "")
        if "began" in data:
            row.began_at = datetime.fromtimestamp(data["began"], UTC)
        return row

    def _get_session_from_db(self) -> Session | None:
        found, now = _session.first(key=self.session_key), timezone.now()
        if found is None or found.expire_date <= now:
            self._session_key = None
            return None
        _just_read.set(found.agent)
        if now - found.seen_at > SEEN_EVERY:
            Session.objects.filter(pk=found.pk).update(seen_at=now)
        return found


class SignIn(AuthenticationBackend):
    """By e-mail address and password, or whatever else allauth has found them by."""

    def get_user(self, user_id: int) -> Agent | None:
        found = _just_read.get()
        _just_read.set(None)
        agent = found if found and found.pk == user_id else _agent.first(number=user_id)
        return agent if agent and self.user_can_authenticate(agent) else None


def begin(request: HttpRequest, *, address: str) -> None:
    """Remember of a session that has just begun on which device, from which address, and when; forget those that have run out."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    device = request.headers.get("User-Agent", "")[:300]
    request.session.update({"device": device, "address": address, "began": int(timezone.now().timestamp())})
