"""Who is signed in, as every request asks it: Django's sessions and allauth's agents, found by questions composed once."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from regulars.lib.question import Question
from regulars.team.models import Agent

_session = Question(lambda key: Session.objects.filter(session_key=key), key=str)
_agent = Question(lambda number: Agent.objects.filter(pk=number), number=int)


class SessionStore(db.SessionStore):
    """Sessions in the database, so that they end everywhere at once."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.first(key=self.session_key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class SignIn(AuthenticationBackend):
    """By e-mail address and password."""

    def get_user(self, user_id: int) -> Agent | None:
        agent = _agent.first(number=user_id)
        return agent if agent and self.user_can_authenticate(agent) else None
