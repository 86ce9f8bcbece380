"""What is promised for a conversation, in which hours, and how customers are told."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation, Promise
from regulars.lib.conditions import holds
from regulars.lib.hours import Hours
from regulars.lib.question import Question
from regulars.team.days import house_calendar, house_zone

EVERYWHERE = ({}, {"all": []})
_in_force = Question(lambda: Promise.objects.filter(is_active=True).select_related("calendar"))


def promise_for(conversation: Conversation, *, now: datetime) -> Promise | None:
    """The first promise in force whose conditions hold for the conversation."""
    for promise in _in_force():
        if promise.conditions in EVERYWHERE or _holds(promise, conversation, now):
            return promise
    return None


def _holds(promise: Promise, conversation: Conversation, now: datetime) -> bool:
    return holds(promise.conditions, conversation, CONVERSATION_FIELDS, now=now, zone=house_zone())


def hours_for(promise: Promise, conversation: Conversation) -> Hours | None:
    """The hours in which a promise's time passes: its own, the team's, or the house's; None around the clock."""
    if promise.is_around_the_clock:
        return None
    calendar = promise.calendar or (conversation.team.calendar if conversation.team else None)
    calendar = calendar or house_calendar()
    return calendar.as_hours() if calendar else None


def promised_words(conversation: Conversation) -> str:
    """“We answer within 2 working hours.”, for whoever waits for our first reply; nothing when nothing of it is to be told."""
    promise = promise_for(conversation, now=timezone.now())
    if promise is None or not promise.is_told or promise.first_reply is None:
        return ""
    return within(promise.first_reply, is_working_time=hours_for(promise, conversation) is not None)


def within(minutes: int, *, is_working_time: bool) -> str:
    """A length of time in whole hours where it is one, otherwise in minutes; a day of working time has no fixed length."""
    is_whole = minutes % 60 == 0
    number = minutes // 60 if is_whole else minutes
    if is_working_time:
        hours = ngettext("We answer within %d working hour.", "We answer within %d working hours.", number)
        return (
            hours
            if is_whole
            else ngettext("We answer within %d working minute.", "We answer within %d working minutes.", number)
        ) % number
    hours = ngettext("We answer within %d hour.", "We answer within %d hours.", number)
    return (
        hours if is_whole else ngettext("We answer within %d minute.", "We answer within %d minutes.", number)
    ) % number
