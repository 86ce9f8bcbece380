"""Whether a call is from the provider it says, and the address under which a provider calls us."""

from __future__ import annotations

from urllib.parse import urlsplit

from anymail.utils import get_request_basic_auth
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from regulars.channels.email.models import Provider
from regulars.channels.email.providers.protocols import PROTOCOLS

USER = "regulars"


class Stranger(Exception):
    """Whoever called has not shown to be the provider. `is_asked`: it may still, when we ask for the password."""

    def __init__(self, words: str, *, is_asked: bool = False) -> None:
        super().__init__(words)
        self.is_asked = is_asked


def view_of(provider: Provider, way: str) -> AnymailCoreWebhookView | None:
    """What reads the calls of this way, with the provider's keys; None when it makes no such calls."""
    protocol = PROTOCOLS[provider.kind]
    kind, key = protocol.view_for(way), protocol.key_for(way)
    if kind is None:
        return None
    secret = provider.secret_for(way)
    facts = {"webhook_secret": [] if key and secret else [f"{USER}:{provider.password}"]}
    facts |= {key: secret} if key else {}
    facts |= {protocol.api_key: provider.api_key} if protocol.api_key and way == "letters" else {}
    if provider.kind == Provider.Kind.MANDRILL:
        facts["webhook_url"] = address_of(provider, way)  # is signed, too
    return kind(**facts)


def prove(request: HttpRequest, *, provider: Provider, way: str) -> None:
    """Raise Stranger unless the call is signed by the provider's key, or knows the password where there is no key."""
    view = view_of(provider, way)
    if view is None:
        raise Stranger(_("%s makes no such calls.") % provider.get_kind_display())
    is_signed = bool(PROTOCOLS[provider.kind].key_for(way) and provider.secret_for(way))
    if not is_signed and "Authorization" not in request.headers:
        raise Stranger(_("The call came without the password that stands in the address."), is_asked=True)
    if not is_signed and not constant_time_compare(
        get_request_basic_auth(request) or "", f"{USER}:{provider.password}"
    ):
        raise Stranger(_("The call came with another password than the one in the address."))
    try:
        if is_signed or not PROTOCOLS[provider.kind].key_for(way):
            view.run_validators(request)
    except Exception as error:  # a key that is none, a body that is none: whatever it is, nothing is proven
        raise Stranger(f"{error or type(error).__name__}"[:500]) from error


def address_of(provider: Provider, way: str) -> str:
    """Where the provider must call; with the password, unless it signs. Mailgun sends bytes where it reads “mime”."""
    parts = urlsplit(settings.BASE_URL)
    is_signed = bool(PROTOCOLS[provider.kind].key_for(way) and provider.secret_for(way))
    password = "" if is_signed else f"{USER}:{provider.password}@"
    ending = "/mime" if provider.kind == Provider.Kind.MAILGUN and way == "letters" else ""
    return f"{parts.scheme}://{password}{parts.netloc}/from-providers/{provider.pk}/{way}{ending}"
