"""Rules of these tests, and what lets their time pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from regulars.automation import running
from regulars.automation.actions.ring import ring
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import Rule, Timer
from regulars.conversations.models import Conversation, Message
from regulars.customers.actions.react import react
from regulars.customers.models import TimelineEvent
from regulars.lib.throttle import Throttle
from regulars.team.models import Agent

RECEIVED = {"event": "message.received"}
WAITS = {"alarm": "waiting for us", "after": "30 minutes"}
URGENT = [{"do": "set priority", "priority": "urgent"}]


@pytest.fixture(autouse=True)
def every_reason_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_samples", Throttle(per_second=1000, burst=100_000))


@pytest.fixture
def a_rule(grace: Agent) -> Callable[..., Rule]:
    def make(name: str = "VIP care", **facts: Any) -> Rule:
        return save_rule(None, **{"trigger": RECEIVED, "conditions": {}, "steps": URGENT, **facts}, name=name, by=grace)

    return make


def settle(most: int = 2000) -> int:
    """Let everything follow that follows. Returns how many rounds it took."""
    for rounds in range(most):
        if not react() and not ring():
            return rounds
    raise AssertionError("it does not settle")


def hours_ago(conversation: Conversation, hours: float) -> None:
    """Let the customer have waited for so long."""
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=timezone.now() - timedelta(hours=hours))


def let_pass(**time: float) -> None:
    """Everything that goes on began so much earlier, and so do the timers and the rules about it."""
    gone = timedelta(**time)
    moments = ("waiting_since", "resolved_at", "created_at", "last_activity_at", "replied_at")
    Conversation.objects.update(**{name: F(name) - gone for name in moments})
    Message.objects.update(at=F("at") - gone)
    TimelineEvent.objects.update(at=F("at") - gone)
    Timer.objects.update(since=F("since") - gone, due_at=F("due_at") - gone)
    Rule.objects.update(timed_from=F("timed_from") - gone)
