"""Which addresses we send nothing to, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regulars.conversations.incoming import Recipients
from regulars.conversations.models import SuppressedAddress
from regulars.conversations.recipients import WAYS
from regulars.conversations.why import why_in_words
from regulars.lib.question import Among, Question
from regulars.lib.refusal import refusal

_suppressed = Question(
    lambda addresses: SuppressedAddress.objects.filter(Among("address", addresses), allowed_at=None), addresses=list
)


def suppressed_among(addresses: Iterable[str]) -> dict[str, SuppressedAddress]:
    """Those of the addresses that letters are stopped for now."""
    return {each.address: each for each in _suppressed(addresses=list(set(addresses)))}


def refuse_suppressed(people: Recipients) -> None:
    """Raises ValidationError naming the way and the address when letters to one of these people are stopped."""
    addresses = [(way, person["address"]) for way in WAYS for person in people.get(way, [])]
    stopped = suppressed_among(address for _way, address in addresses)
    for way, address in addresses:
        if address in stopped:
            words = _("%s Allow it again, or leave them out.") % stopped_because(stopped[address])
            raise refusal(way, words, "suppressed")


def stopped_because(stopped: SuppressedAddress) -> str:
    """`Nothing is sent to ada@… since 3 May: there is no such mailbox.`"""
    reason, _advice = why_in_words(stopped.status, stopped.reason)
    day = date_format(localtime(stopped.since), "j F")
    return _("Nothing is sent to %(address)s since %(day)s: %(reason)s.") % {
        "address": stopped.address,
        "day": day,
        "reason": reason.rstrip("."),
    }
