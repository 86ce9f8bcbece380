"""What a customer may decide about the letters they get: by the log of consents, whose newest word counts."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer

RECEIPTS = ("email", "receipts")


class Choice(NamedTuple):
    """One thing that they may want or not; `usual` is what holds while they have said nothing."""

    channel: str
    purpose: str
    words: Any
    meaning: Any
    usual: bool

    @property
    def name(self) -> str:
        return f"{self.channel}-{self.purpose}"


CHOICES = (
    Choice("email", "marketing", _("News and offers by e-mail"), _("Only while you have ticked it."), False),
    Choice(
        *RECEIPTS, _("Word by e-mail that a message of mine has come"), _("Answers come by e-mail in any case."), True
    ),
)


def choices_of(customer: Customer) -> list[tuple[Choice, bool]]:
    """Each with whether it is wanted now."""
    said = consents_of(customer.pk)
    return [(each, _is_wanted(said.get((each.channel, each.purpose)), each)) for each in CHOICES]


def _is_wanted(said: Consent | None, choice: Choice) -> bool:
    return choice.usual if said is None or said.state == Consent.State.UNKNOWN else said.state == Consent.State.GRANTED
