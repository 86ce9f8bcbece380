"""Whom an event concerns, and why. Nobody is told what they have done themselves, or what they may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch

from regulars.conversations.events import (
    ConversationAssigned,
    ConversationEvent,
    ConversationWoken,
    MessageBounced,
    MessageFailed,
    MessageHeld,
    MessageReceived,
    NoteAdded,
    PromiseAtRisk,
    PromiseBroken,
    TeamTold,
)
from regulars.conversations.models import Conversation, Message
from regulars.notifications.reasons import Reason
from regulars.rewards.events import GoodwillAsked, GoodwillDeclined, GoodwillGiven
from regulars.team.models import Agent

Concerned = Iterable[tuple[Reason, Iterable[int]]]  # agents by their ids


def audience(event: ConversationEvent, conversation: Conversation, *, by: str) -> dict[Agent, Reason]:
    """Who should know of it, each for the first reason that holds; `by` is who did it, as the timeline writes it."""
    reasons: dict[int, Reason] = {}
    for reason, agents in concerned(event, conversation):
        for agent in agents:
            if f"agent:{agent}" != by:
                reasons.setdefault(agent, reason)
    return {
        agent: reasons[agent.pk]
        for agent in Agent.objects.active().filter(pk__in=reasons)
        if may_see(agent, conversation)
    }


def may_see(agent: Agent, conversation: Conversation) -> bool:
    return Conversation.objects.visible_to(agent).filter(pk=conversation.pk).exists()


@singledispatch
def concerned(event: ConversationEvent, conversation: Conversation) -> Concerned:
    return ()


@concerned.register
def _(event: NoteAdded, conversation: Conversation) -> Concerned:
    yield Reason.MENTION, [*event.mentions, *_members(event.teams)]
    yield Reason.NOTE, _assignee(conversation)


@concerned.register
def _(event: TeamTold, conversation: Conversation) -> Concerned:
    yield Reason.TOLD, event.agents


@concerned.register
def _(event: ConversationAssigned, conversation: Conversation) -> Concerned:
    if event.agent is not None:
        yield Reason.ASSIGNED, [event.agent]
    elif event.team is not None:
        yield Reason.TEAM, _members([event.team])


@concerned.register
def _(event: GoodwillAsked, conversation: Conversation) -> Concerned:
    yield Reason.TOLD, event.approvers


@concerned.register(GoodwillDeclined)
@concerned.register(GoodwillGiven)
def _(event: GoodwillGiven | GoodwillDeclined, conversation: Conversation) -> Concerned:
    yield Reason.TOLD, [event.agent]


def _to_its_agent(reason: Reason) -> Callable[[ConversationEvent, Conversation], Concerned]:
    return lambda _event, conversation: [(reason, _assignee(conversation))]


def _to_its_author(event: MessageFailed, conversation: Conversation) -> Concerned:
    author = Message.objects.filter(pk=event.message).values_list("agent", flat=True).first()
    yield Reason.FAILED, [author] if author else _assignee(conversation)


for kind in (MessageFailed, MessageBounced, MessageHeld):
    concerned.register(kind, _to_its_author)
for kind, reason in (
    (MessageReceived, Reason.REPLY),
    (PromiseAtRisk, Reason.PROMISE),
    (PromiseBroken, Reason.PROMISE),
    (ConversationWoken, Reason.WOKEN),
):
    concerned.register(kind, _to_its_agent(reason))


def _assignee(conversation: Conversation) -> list[int]:
    return [conversation.assignee_id] if conversation.assignee_id else []


def _members(teams: Iterable[int]) -> list[int]:
    return list(Agent.objects.filter(teams__in=list(teams)).values_list("pk", flat=True).distinct()) if teams else []
