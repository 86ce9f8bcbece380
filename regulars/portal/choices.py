"""What a customer may decide about the letters they get: by the log of consents, whose newest word counts."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import Actor
from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer
from regulars.outreach.actions.choose_letters import choose_letters
from regulars.outreach.topics import CHANNEL, wishes_of

RECEIPTS = ("email", "receipts")
SOURCE = "the portal"


class Choice(NamedTuple):
    """One thing that they may want or not."""

    channel: str
    purpose: str
    words: Any
    meaning: Any

    @property
    def name(self) -> str:
        return f"{self.channel}-{self.purpose}"


def choices_of(customer: Customer) -> list[tuple[Choice, bool]]:
    """Each with whether it is wanted now: the topics that we write about of our own accord, and word that a message has come."""
    topics = [(Choice(CHANNEL, each.word, each.name, each.about), wants) for each, wants in wishes_of(customer)]
    said = consents_of(customer.pk).get(RECEIPTS)
    words, meaning = _("Word by e-mail that a message of mine has come"), _("Answers come by e-mail in any case.")
    return [*topics, (Choice(*RECEIPTS, words, meaning), said is None or said.state != Consent.State.WITHDRAWN)]


@transaction.atomic
def keep_choices(customer: Customer, *, wanted: Container[str]) -> None:
    """Keep what they ticked, by the names of choices."""
    by, before = Actor.customer(customer), choices_of(customer)
    topics = [
        each.purpose for each, _wants in before if (each.channel, each.purpose) != RECEIPTS and each.name in wanted
    ]
    choose_letters(customer, wanted=topics, source=SOURCE, by=by)
    receipts, is_wanted = before[-1]
    if (wants := receipts.name in wanted) != is_wanted:
        state = "granted" if wants else "withdrawn"
        set_consent(customer, channel=receipts.channel, purpose=receipts.purpose, state=state, source=SOURCE, by=by)
