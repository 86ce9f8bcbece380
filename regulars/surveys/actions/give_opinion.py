from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.customers.timeline import backfill, record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.surveys.actions.open_case import open_case
from regulars.surveys.events import OpinionChanged, OpinionGiven
from regulars.surveys.gates import is_colleague
from regulars.surveys.models import Invitation, Opinion, Survey
from regulars.surveys.questions import read_answers


class Way(NamedTuple):
    """How an answer came to us, and from whom."""

    channel: str
    customer: Customer | None = None
    conversation: Conversation | None = None
    invitation: Invitation | None = None
    place: str = ""
    key: str | None = None  # of what came from elsewhere: the same one is the same answer
    author: str = ""
    language: str = ""
    at: datetime | None = None  # when that was, if long ago: then nothing follows from it


@transaction.atomic
def give_opinion(survey: Survey, *, given: Mapping[str, Any], way: Way, may_quote: bool = False) -> Opinion:
    """Keep what somebody answers; a low score opens a case. Who answers again has changed their mind, as long as they may.

    Raises ValidationError naming the question, or "survey" when it takes no answer any more.
    """
    survey_now = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk) if way.key else survey
    answers = read_answers(survey_now.asks, given)
    opinion = _earlier(survey, way)
    before = (opinion.answers, opinion.may_quote) if opinion.pk else None
    _refuse_late(opinion, way)
    if not answers and before is None:
        raise refusal("all", _("There is no answer yet."), "missing")
    _fill(opinion, answers)
    opinion.may_quote = may_quote
    if before == (opinion.answers, may_quote):
        return opinion
    if before is not None:
        opinion.changed_at = timezone.now()
    opinion.save()
    _tell(opinion, OpinionChanged if before else OpinionGiven, is_old=way.at is not None)
    if opinion.is_low and way.at is None and opinion.customer and not opinion.is_left_out:
        open_case(opinion, by=_who(opinion))
    return opinion


def _earlier(survey: Survey, way: Way) -> Opinion:
    """The answer that is changed by this one, or a new one."""
    if way.invitation:
        Invitation.objects.select_for_update().get(pk=way.invitation.pk)  # two clicks at once are one answer
        known = Opinion.objects.filter(invitation=way.invitation).first()
    else:
        known = Opinion.objects.filter(survey=survey, key=way.key).first() if way.key else None
    if known:
        known.survey = survey
        return known
    conversation = way.conversation or (way.invitation.conversation if way.invitation else None)
    customer = way.customer or (way.invitation.customer if way.invitation else None)
    return Opinion(
        survey=survey,
        invitation=way.invitation,
        customer=customer,
        conversation=conversation,
        agent=way.invitation.agent if way.invitation else conversation and conversation.assignee,
        team=conversation and conversation.team,
        channel=way.channel,
        place=one_line(storable(way.place), limit=60),
        key=way.key and way.key[:128],
        author=one_line(storable(way.author), limit=200),
        language=way.language[:16],
        is_left_out=bool(customer and is_colleague(customer)),
        at=way.at or timezone.now(),
    )


def _refuse_late(opinion: Opinion, way: Way) -> None:
    now = way.at or timezone.now()
    if not opinion.survey.is_on and way.channel not in ("import", "api"):
        raise refusal("survey", _("This survey is over. Thank you all the same."), "over")
    if opinion.pk is None and way.invitation and way.invitation.ends_at < now:
        raise refusal("survey", _("This link is too old to answer. Thank you all the same."), "over")
    if opinion.pk and way.channel not in ("import", "api") and opinion.may_change_until < now:
        raise refusal("survey", _("This was answered, and cannot be changed any more. Thank you."), "answered")


def _fill(opinion: Opinion, answers: dict[str, Any]) -> None:
    scored, texts = opinion.survey.scored, [each.key for each in opinion.survey.asks if each.kind == "text"]
    opinion.answers = answers
    opinion.score = answers.get(scored.key) if scored else None
    opinion.comment = "\n\n".join(answers[key] for key in texts if key in answers)
    opinion.is_low = opinion.survey.is_low(opinion.score)


def _tell(opinion: Opinion, kind: type[OpinionGiven] | type[OpinionChanged], *, is_old: bool) -> None:
    if opinion.customer is None:
        return
    scored = opinion.survey.scored
    event = kind(
        opinion=opinion.pk,
        survey=opinion.survey_id,
        name=opinion.survey.name,
        asks=opinion.survey.kind,
        score=opinion.score,
        most=scored.most if scored else None,
        is_low=opinion.is_low,
        asked_about=opinion.conversation_id,
    )
    if is_old:
        backfill([(event, opinion.customer, opinion.at)], by=_who(opinion))
    else:
        record(event, customer=opinion.customer, by=_who(opinion))


def _who(opinion: Opinion) -> Actor:
    return Actor("customer", opinion.customer_id)
