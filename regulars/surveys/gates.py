"""Whether a customer is asked now, and if not, why. Each survey has a pace of its own, and the house one for all of them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation, Message
from regulars.conversations.suppressed import suppressed_among
from regulars.customers.consents import consents_of
from regulars.customers.models import Customer, Identity
from regulars.outreach.topics import refused_by, topic_of
from regulars.surveys.models import Invitation, Pacing, Survey
from regulars.team.models import Agent

TOPIC = "surveys"
YEAR = timedelta(days=365)
PACE = frozenset({"machine", "sample", "recently", "peace", "a year"})  # reasons that say how often is asked, and whom
REASONS = {
    "off": _("the survey is off"),
    "no address": _("no e-mail address is known"),
    "stopped": _("letters to the address are stopped"),
    "declined": _("does not want to be asked"),
    "colleague": _("works here"),
    "machine": _("no person of ours has answered"),
    "merged": _("went on in another conversation"),
    "reopened": _("was open again before the letter left"),
    "sample": _("not in the share that is asked"),
    "recently": _("was asked by this survey a short while ago"),
    "peace": _("was asked by another survey a short while ago"),
    "a year": _("was asked often enough this year"),
    "outreach": _("held back as a letter of our own accord"),
}


def why_not(
    survey: Survey,
    customer: Customer,
    *,
    conversation: Conversation | None,
    address: str,
    now: datetime,
    paced: bool = True,
) -> str:
    """The first reason against asking, in a word of `REASONS`; none when nothing speaks against it. Not paced: whatever the pace."""
    asked, pacing = asked_of(customer), Pacing.of_house()
    reasons = {
        "off": lambda: not survey.is_on,
        "merged": lambda: conversation is not None and conversation.merged_into_id is not None,
        "colleague": lambda: is_colleague(customer),
        "machine": lambda: conversation is not None and not survey.for_machines and not _has_human_answer(conversation),
        "no address": lambda: not address,
        "declined": lambda: has_declined(customer),
        "stopped": lambda: bool(suppressed_among([address])),
        "sample": lambda: not is_in_share(survey, customer.pk),
        "recently": lambda: _since(asked.filter(survey=survey), now - timedelta(days=survey.rest_days)),
        "peace": lambda: _since(asked, now - timedelta(days=pacing.rest_days)),
        "a year": lambda: asked.filter(made_at__gt=now - YEAR).count() >= pacing.most_a_year,
    }
    return next((word for word, holds in reasons.items() if (paced or word not in PACE) and holds()), "")


def why_not_any_more(invitation: Invitation) -> str:
    """What has come up since it was decided to ask."""
    conversation, customer = invitation.conversation, invitation.customer
    if not invitation.survey.is_on:
        return "off"
    if conversation is not None and conversation.merged_into_id is not None:
        return "merged"
    if conversation is not None and not conversation.is_resolved and not hasattr(invitation, "case"):
        return "reopened"
    if has_declined(customer):
        return "declined"
    return "stopped" if suppressed_among([invitation.address]) else ""


def asked_of(customer: Customer) -> QuerySet[Invitation]:
    return Invitation.objects.filter(customer=customer, state__in=(Invitation.State.WAITING, Invitation.State.SENT))


def has_declined(customer: Customer) -> bool:
    return bool(refused_by(topic_of(TOPIC), consents_of(customer.pk)))


def is_colleague(customer: Customer) -> bool:
    addresses = Identity.objects.filter(customer=customer, kind=Identity.Kind.EMAIL).values("value")
    return Agent.objects.filter(email__in=addresses).exists()


def is_in_share(survey: Survey, customer_id: int) -> bool:
    """Always the same for the same customer: whoever is not asked is not asked by the next rule either."""
    drawn = hashlib.sha256(f"survey {survey.pk} of {customer_id}".encode()).digest()
    return int.from_bytes(drawn[:8]) % 100 < survey.share


def _since(asked: QuerySet[Invitation], when: datetime) -> bool:
    return asked.filter(made_at__gt=when).exists()


def _has_human_answer(conversation: Conversation) -> bool:
    ours = Message.objects.filter(conversation=conversation, kind=Message.Kind.OUT, is_automatic=False)
    return ours.filter(agent__isnull=False).exists()
