"""How far a message of ours has come, in words: what stands under it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.leaving import foot_while_waiting, standing
from regulars.conversations.models import Delivery, Message, Outcome
from regulars.conversations.why import why_in_words
from regulars.ui.icons import icon


def foot(message: Message) -> SafeString:
    """Nothing for messages of others."""
    if message.kind != Message.Kind.OUT:
        return SafeString("")
    if message.state == Message.State.SENDING:
        return foot_while_waiting(message)
    delivery: Delivery | None = getattr(message, "delivery", None)
    outcomes = sorted(delivery.outcomes.all(), key=lambda outcome: outcome.address) if delivery else []
    failed = [outcome for outcome in outcomes if outcome.state == Outcome.State.FAILED]
    if message.state == Message.State.SENT:
        again = _again(message) if failed and delivery.state != Delivery.State.WAITING else ""
        return format_html(
            '<span class="reached">{}<span>{}</span></span>{} {}',
            icon("check"),
            _arrived(outcomes, message),
            _undelivered(failed),
            again,
        )
    return format_html("{} {}", _undelivered(failed) or _not_sent(delivery), _again(message))


def came_to(message: Message) -> str:
    """How far it has come, in a word for the page: another word is another foot."""
    delivery: Delivery | None = getattr(message, "delivery", None)
    outcomes = delivery.outcomes.all() if delivery else ()
    return standing(message) + " ".join(sorted(f"{outcome.pk}-{outcome.state}" for outcome in outcomes))


def _arrived(outcomes: Sequence[Outcome], message: Message) -> str:
    people = {
        person["address"]: person.get("name") or person["address"]
        for way in message.recipients.values()
        for person in way
    }
    unreached = sum(outcome.state in (Outcome.State.FAILED, Outcome.State.DELAYED) for outcome in outcomes)
    counted = {"reached": len(people) - unreached, "all": len(people)}
    sent = _("Reached %(reached)s of %(all)s") % counted if unreached and len(people) > 1 else _("Sent")
    words = {
        Outcome.State.READ: _("read by %s"),
        Outcome.State.DELIVERED: _("delivered to %s"),
        Outcome.State.DELAYED: _("on its way to %s, whose server lets it wait"),
    }
    said = []
    for state, sentence in words.items():
        names = [people.get(outcome.address, outcome.address) for outcome in outcomes if outcome.state == state]
        said += [sentence % ", ".join(names)] if names else []
    return ", ".join([sent, *said])


def _again(message: Message) -> SafeString:
    words = _("Send it again")
    return format_html(
        '<button class="link" hx-post="/messages/{}/retry" hx-swap="none">{}</button>', message.pk, words
    )


def _undelivered(failed: Sequence[Outcome]) -> SafeString:
    return format_html_join(
        "", '<span class="unreached" title="{}">{}<span>{} {}</span></span>', (_lines(outcome) for outcome in failed)
    )


def _lines(outcome: Outcome) -> tuple[str, SafeString, str, str]:
    reason, advice = why_in_words(outcome.status, outcome.reason)
    said = _("Could not be delivered to %(address)s: %(reason)s.") % {
        "address": outcome.address,
        "reason": reason.rstrip(".")[:300],
    }
    return outcome.reason, icon("alert"), said, advice


def _not_sent(delivery: Delivery | None) -> SafeString:
    reason = (delivery.error.strip().splitlines() or [""])[0][:300] if delivery else ""
    return format_html(
        "{}<span>{} {}</span>", icon("alert"), _("Not sent:"), reason or _("the mail server refused it.")
    )
