"""Signing in through the company's own directory: what allauth asks us about it."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regulars.team.actions.audit import audit
from regulars.team.models import Agent, WayIn

_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
# What directories call these: by the standards' numbers, as Microsoft does, and in plain words.
ATTRIBUTES = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
    "email": ["urn:oid:0.9.2342.19200300.100.1.3", f"{_CLAIMS}/emailaddress", "email", "mail", "emailAddress"],
    "name": ["urn:oid:2.16.840.1.113730.3.1.241", f"{_CLAIMS}/name", "displayName", "name"],
    "first_name": ["urn:oid:2.5.4.42", f"{_CLAIMS}/givenname", "givenName", "firstName"],
    "last_name": ["urn:oid:2.5.4.4", f"{_CLAIMS}/surname", "sn", "lastName"],
}


class WaysIn(DefaultSocialAccountAdapter):
    """The ways in that the settings name; nobody is let in whom the house does not know, unless it says so."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = WayIn.objects.filter(is_active=True)
        if not settings.HAS_SAML:
            found = found.exclude(kind=WayIn.Kind.SAML)
        if provider:
            found = found.filter(Q(kind=provider) | Q(key=provider))
        return [app for app in map(app_of, found) if client_id in (None, app.client_id)]

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Agent:
        """What the directory says of somebody. It is kept of newcomers alone."""
        names = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        sociallogin.user.email, sociallogin.user.name = data.get("email") or "", names.strip()[:120]
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whoever is known comes in. Who is not becomes an agent if the way in says so, and is led back otherwise."""
        way = WayIn.objects.select_related("newcomers", "kept_by__role").get(key=sociallogin.account.provider)
        agent = sociallogin.user if sociallogin.is_existing else self._by_address(way, request, sociallogin)
        if not (way.kept_by and agent.role.rights <= way.kept_by.role.rights):
            # Whoever says where people sign in could come in as any of them: not as somebody who may more than they.
            self._refuse(request, _("%s is not for your role: somebody who may as much as you must keep it.") % way)
        if not sociallogin.is_existing:
            sociallogin.connect(request, agent)

    def _by_address(self, way: WayIn, request: HttpRequest, sociallogin: SocialLogin) -> Agent:
        """Whom the directory names for the first time, by an address that it has checked."""
        email = next((each.email for each in sociallogin.email_addresses if each.verified), "").strip().lower()
        if not email:
            self._refuse(request, _("%s did not say which e-mail address is yours, or that it is.") % way)
        agent = Agent.objects.filter(email__iexact=email).first()
        if agent is None and way.newcomers is None:
            self._refuse(request, _("Nobody here has the address %s. Ask for an invitation.") % email)
        return agent or self._newcomer(email, way, sociallogin)

    def _newcomer(self, email: str, way: WayIn, sociallogin: SocialLogin) -> Agent:
        name = sociallogin.user.name or email.partition("@")[0]
        agent = Agent.objects.create_user(email, None, name=name, role=way.newcomers_id)
        audit(
            "agent.came", by=None, on=f"agent:{agent.pk}", after={"email": email, "role": agent.role_id, "by": way.key}
        )
        return agent

    def _refuse(self, request: HttpRequest, words: str) -> NoReturn:
        audit("agent.sign_in_failed", by=None, after={"said": words})
        messages.error(request, words)
        raise ImmediateHttpResponse(redirect("account_login"))


def app_of(way: WayIn) -> SocialApp:
    """The way in as allauth knows one. It is never stored: its secret lies sealed with us."""
    facts: dict[str, Any] = {}
    if way.trusts_addresses or way.kind == WayIn.Kind.SAML:
        facts["verified_email"] = True
    if way.kind == WayIn.Kind.OIDC:
        facts |= {"server_url": way.address, "oauth_pkce_enabled": True}
        return SocialApp(
            provider=way.kind,
            provider_id=way.key,
            name=way.name,
            client_id=way.client_id,
            secret=way.secret,
            settings=facts,
        )
    facts |= {
        "attribute_mapping": ATTRIBUTES,
        "idp": {"entity_id": way.entity_id, "metadata_url": way.address},
        "advanced": {
            "strict": True,
            "want_assertion_signed": True,
            "want_name_id": True,
            "reject_idp_initiated_sso": True,
            "allow_single_label_domains": True,
        },
    }
    return SocialApp(provider=way.kind, provider_id=way.key, name=way.name, client_id=way.key, settings=facts)
