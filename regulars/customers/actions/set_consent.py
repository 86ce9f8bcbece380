import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.consents import consents_of
from regulars.customers.events import ConsentGiven, ConsentWithdrawn
from regulars.customers.models import Consent, Customer
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

CHANNELS = ("email", "sms", "phone", "whatsapp", "post", "push")
_PURPOSE = re.compile("[a-z][a-z0-9_]{0,31}")


@transaction.atomic
def set_consent(
    customer: Customer,
    *,
    channel: str,
    purpose: str = "marketing",
    state: str,
    source: str,
    text_version: str = "",
    at: datetime | None = None,
    by: By,
) -> None:
    """Write down that the customer granted or withdrew consent, or that it is not known any more. Harmless twice.

    `source` says where they did so, `text_version` which words they agreed to. Earlier rows stay: they are the log.
    Raises ValidationError naming the field.
    """
    _check(channel, purpose, state, source, text_version, at)
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    before = consents_of(customer.pk).get((channel, purpose))
    facts = {"state": state, "text_version": text_version, "source": storable(source).strip()}
    if before and at is None and all(getattr(before, name) == value for name, value in facts.items()):
        return
    at = at or timezone.now()
    Consent.objects.create(
        customer=customer, channel=channel, purpose=purpose, by=str(Actor.of(by))[:200], at=at, **facts
    )
    told = {Consent.State.GRANTED: ConsentGiven, Consent.State.WITHDRAWN: ConsentWithdrawn}.get(Consent.State(state))
    if told:
        record(
            told(channel=channel, purpose=purpose, source=facts["source"]), customer=customer, by=Actor.of(by), at=at
        )


def _check(channel: str, purpose: str, state: str, source: str, text_version: str, at: datetime | None) -> None:
    if channel not in CHANNELS:
        raise refusal("channel", _("Choose one of: %s.") % ", ".join(CHANNELS))
    if not _PURPOSE.fullmatch(purpose):
        raise refusal("purpose", _("Name the purpose in small letters, such as marketing."))
    if state not in Consent.State.values:
        raise refusal("state", _("Choose one of: %s.") % ", ".join(Consent.State.values))
    if not source.strip() or len(source) > 200:
        raise refusal("source", _("Say in 1 to 200 characters where they said so."), "missing")
    if len(text_version) > 64:
        raise refusal("text_version", _("At most 64 characters."), "too_long")
    if at is not None and at > timezone.now():
        raise refusal("at", _("That is not yet."))
