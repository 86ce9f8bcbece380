"""Who comes in, and how: what allauth asks us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from regulars.lib.throttle import place_of
from regulars.team import sessions
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
IS_PROVEN = "second_factor"  # in a session: they have one, and need not be asked again at each page


class Doorkeeper(DefaultAccountAdapter):
    """The desk is for the team: nobody signs up by themselves. Whoever comes in, or tries to, is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, for counting: a house with a whole network of addresses is one that asks."""
        return place_of(super().get_client_ip(request))

    def login(self, request: HttpRequest, user: Agent) -> None:
        super().login(request, user)
        address = super().get_client_ip(request)
        sessions.begin(request, address=address)
        _count_as_proof(request, user)
        ways = [each["method"] for each in get_authentication_records(request, user)]
        audit("agent.signed_in", by=user, on=f"agent:{user.pk}", after={"from": address, "with": ways})

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        email = str(credentials.get("email", ""))[:254]
        known = Agent.objects.filter(email__iexact=email).first()
        after = {"email": email, "from": super().get_client_ip(request)}
        audit("agent.sign_in_failed", by=None, on=f"agent:{known.pk}" if known else "", after=after)

    def send_notification_mail(
        self, template_prefix: str, user: Agent, context: Any = None, email: str | None = None
    ) -> None:
        """allauth says by this that somebody has changed how they sign in: "mfa/email/totp_activated"."""
        audit(f"agent.{template_prefix.rpartition('/')[2]}", by=user, on=f"agent:{user.pk}")
        super().send_notification_mail(template_prefix, user, context, email)


def _count_as_proof(request: HttpRequest, user: Agent) -> None:
    """Whoever has just come in has shown who they are: they are not asked again at once before they change how they sign in."""
    records = get_authentication_records(request, user)
    if records:
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            *records[:-1],
            records[-1] | {"reauthenticated": True},
        ]


class Factors(DefaultMFAAdapter):
    """Second factors: who needs one keeps one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        agent = authenticator.user
        others = Authenticator.objects.filter(user=agent, type__in=SECOND).exclude(pk=authenticator.pk)
        return not agent.role.needs_two_factors or others.exists()


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether their role asks for a second factor, and they have none. Their own directory asks in its own way."""
    if not request.user.role.needs_two_factors or request.session.get(IS_PROVEN):
        return False
    ways = {each["method"] for each in get_authentication_records(request, request.user)}
    if "socialaccount" in ways or Authenticator.objects.filter(user=request.user, type__in=SECOND).exists():
        request.session[IS_PROVEN] = True
        return False
    return True
