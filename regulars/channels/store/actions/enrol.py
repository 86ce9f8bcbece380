from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.store.models import Place
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.identify import identify
from regulars.customers.identities import normalise
from regulars.customers.models import Customer, Identity
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.actions.join import join
from regulars.loyalty.models import Account
from regulars.team.models import Agent


@transaction.atomic
def enrol(
    place: Place, *, name: str = "", email: str = "", phone: str = "", customer: Customer | None = None, by: Agent
) -> Account:
    """Let somebody at the counter become a member: a customer we know, or whoever has this address or phone. Harmless twice.

    Raises ValidationError("email", "phone").
    """
    if customer is None:
        ways = {kind: _checked(kind, said) for kind, said in (("email", email), ("phone", phone)) if said.strip()}
        if not ways:
            raise refusal("email", _("An address or a phone, so that they find their points again."), "missing")
        (kind, first), *others = ways.items()
        customer = identify(kind, first, name=storable(name).strip()[:200], channel="store")
        for kind, value in others:
            if not Identity.objects.filter(kind=kind, value=value).exists():
                add_identity(customer, kind=kind, value=value, by=by)
    return join(customer, programme=place.programme, by=by)


def _checked(kind: str, said: str) -> str:
    try:
        return normalise(kind, said)
    except ValidationError as error:
        raise refusal(kind, " ".join(error.messages)) from error
