"""What we have of a customer, as plain dicts: what they told us, what they agreed to, and what they see of their conversations."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.behaviour.queries import doings_of
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Consent, Customer, Identity
from regulars.knowledge.models import Vote
from regulars.outreach.models import Sending
from regulars.portal import bought, collected
from regulars.portal.models import Session
from regulars.portal.queries import Reader
from regulars.portal.rows import doubt, facts_of, public_fields, speaker, state_of
from regulars.referrals.queries import told_of
from regulars.surveys.models import Opinion


def everything_of(reader: Reader) -> dict[str, Any]:
    """All of it. Times are UTC, in ISO 8601."""
    customer = reader.customer
    return {
        "made_at": _at(timezone.now()),
        "you": {**_details(reader.details), "addresses": _addresses(reader)},
        "consents": _consents(reader.details),
        "orders": bought.told(reader),
        "points": collected.told(reader),
        "friends": told_of(reader.details.pk) if reader.details else [],
        "opinions": _opinions(reader.details),
        "articles_rated": _votes(reader.details),
        "letters_of_our_own": _letters(reader.details),
        "done_on_our_pages": _doings(reader.details),
        "signed_in": [
            {"device": each.device, "from": each.came_from, "since": _at(each.began_at), "last_seen": _at(each.seen_at)}
            for each in Session.objects.filter(
                proof__circle=reader.proof.circle, proof__identity__customer=customer
            ).order_by("pk")
        ],
        "conversations": [
            _conversation(each, reader) for each in reader.conversations().select_related("inbox__brand").order_by("pk")
        ],
    }


def _details(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        return {}
    return {
        "number": customer.pk,
        "name": customer.name,
        "language": customer.language,
        "time_zone": customer.time_zone,
        "company": str(customer.company or ""),
        "known_since": _at(customer.created_at),
        "fields": public_fields("customer", customer.attributes),
    }


def _doings(customer: Customer | None) -> list[dict[str, Any]]:
    several = doings_of(customer.pk) if customer else ()
    return [{"at": _at(each.at), "what": name, "properties": each.properties} for name, each in several]


def _consents(customer: Customer | None) -> list[dict[str, str]]:
    several = Consent.objects.filter(customer=customer).order_by("at", "pk") if customer else ()
    names = ("channel", "purpose", "state", "source")
    return [{**{name: getattr(each, name) for name in names}, "at": _at(each.at)} for each in several]


def _letters(customer: Customer | None) -> list[dict[str, Any]]:
    """What we wrote to them of our own accord, and what we would have written and did not, with the reason in a word."""
    several = Sending.objects.filter(customer=customer).order_by("pk") if customer else ()
    names = ("topic", "subject", "text", "state", "why", "address")
    return [
        {**{name: getattr(each, name) for name in names}, "at": _at(each.left_at or each.asked_at)} for each in several
    ]


def _opinions(customer: Customer | None) -> list[dict[str, Any]]:
    """What they answered when they were asked what they think."""
    several = Opinion.objects.filter(customer=customer).select_related("survey").order_by("pk") if customer else ()
    names = ("score", "answers", "may_quote", "channel", "place", "language")
    return [
        {"survey": each.survey.name, **{name: getattr(each, name) for name in names}, "at": _at(each.at)}
        for each in several
    ]


def _votes(customer: Customer | None) -> list[dict[str, Any]]:
    """Whether articles of the help centre helped them."""
    several = Vote.objects.filter(customer=customer).select_related("translation").order_by("pk") if customer else ()
    return [
        {"at": _at(each.at), "article": each.translation.title, "helped": each.is_helpful, "comment": each.comment}
        for each in several
    ]


def _addresses(reader: Reader) -> list[dict[str, str]]:
    known = Identity.objects.filter(customer=reader.customer, kind="email", value__in=reader.addresses).order_by("pk")
    return [{"kind": each.kind, "value": each.value, "since": _at(each.created_at)} for each in known]


def _conversation(conversation: Conversation, reader: Reader) -> dict[str, Any]:
    said = reader.thread(conversation)
    return {
        "number": conversation.pk,
        "subject": conversation.subject,
        "state": state_of(conversation, said[-1])["word"],
        "begun_at": _at(conversation.created_at),
        "fields": facts_of(conversation, said),
        "messages": [_message(each, conversation.inbox.brand.name) for each in said],
    }


def _message(message: Message, brand: str) -> dict[str, Any]:
    return {
        "at": _at(message.at),
        "by": speaker(message, brand),
        "doubt": doubt(message),
        "channel": message.channel,
        "subject": message.subject,
        "text": message.text if message.kind == Message.Kind.IN else message.visible_text or message.text,
        "files": [
            {"name": each.name, "type": each.content_type, "bytes": each.size, "address": f"/my/files/{each.pk}"}
            for each in message.attachments.all()
        ],
    }


def _at(moment: Any) -> str:
    return moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
