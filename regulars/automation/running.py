"""What happened, as rules look at it, and what is written down about what they made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.fields import told_by
from regulars.automation.models import Rule, RuleRun
from regulars.automation.rulebook import Ready
from regulars.automation.steps import StepFailed
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import Actor
from regulars.customers.events import Event
from regulars.customers.models import Customer
from regulars.customers.queries import LONGEST_CHAIN, doers
from regulars.customers.timeline import cause
from regulars.lib.conditions import explain
from regulars.lib.throttle import Throttle
from regulars.team.days import house_zone

MOST_ANSWERS = 10  # by rules, in one conversation, within a day
KEPT = 50  # of the newest runs of a rule that did nothing
_samples = Throttle(per_second=0.1, burst=5)  # a flood of events is no flood of explanations
SAMPLED = (RuleRun.Outcome.NOT_HELD, RuleRun.Outcome.STOPPED)


@dataclass(frozen=True, eq=False)
class Happening:
    """An event that rules are asked about."""

    event: Event
    customer: Customer
    event_id: int

    @classmethod
    def now(cls, event: Event, customer: Customer) -> Happening:
        """The event whose reactions happen now."""
        return cls(event, customer, cause() or 0)

    @property
    def conversation(self) -> int | None:
        return getattr(self.event, "conversation", None)

    @property
    def things(self) -> Mapping[str, int]:
        """What steps may be done to, by number."""
        named = {
            "customer": self.customer.pk,
            "conversation": self.conversation,
            "message": getattr(self.event, "message", None),
        }
        return {name: number for name, number in named.items() if number is not None}

    @cached_property
    def said(self) -> str:
        """The event's facts as JSON."""
        return json.dumps(self.event.facts)

    @cached_property
    def doers(self) -> list[Actor]:
        return doers(self.event_id)

    @property
    def asked(self) -> dict[str, Any]:
        """What a book must know to answer."""
        return {"thing": self.conversation or self.customer.pk, "said": self.said, "event_id": self.event_id}

    def run(self, rule: Rule, outcome: str, reason: str, steps: list[str]) -> RuleRun:
        about = {"customer_id": self.customer.pk, "conversation_id": self.conversation, "event_id": self.event_id}
        return RuleRun(rule=rule, version=rule.version, outcome=outcome, reason=reason[:2000], steps=steps, **about)


def is_loop(rule: Rule, happening: Happening) -> bool:
    """Whether the rule itself has brought this about, or the chain of causes is so long that nobody meant it."""
    chain = happening.doers
    return len(chain) >= LONGEST_CHAIN or any(each.kind == "rule" and each.id == rule.pk for each in chain)


def refuse_machines(rule: Rule, happening: Happening) -> None:
    """Two machines that answer each other never end: no rule answers a machine's letter, nor anybody too often. Raises StepFailed."""
    if not any(step["do"] == "reply" for step in rule.steps):
        return
    if getattr(happening.event, "is_automatic", False):
        raise StepFailed(_("no rule answers what a machine has written"))
    lately = timezone.now() - timedelta(days=1)
    answers = Message.objects.filter(
        conversation=happening.conversation, kind=Message.Kind.OUT, is_automatic=True, created_at__gt=lately
    )
    if answers.count() >= MOST_ANSWERS:
        raise StepFailed(_("rules have answered here %d times within a day") % MOST_ANSWERS)


def not_held(ready: Ready, happening: Happening, *, because_of: Ready | None = None) -> list[RuleRun]:
    """Why a rule did nothing: now and then, so that floods stay cheap."""
    if _samples.wait(ready.rule.pk):
        return []
    if because_of is not None:
        reason = _("“%s” was the last rule for this event") % because_of.rule
        return [happening.run(ready.rule, RuleRun.Outcome.STOPPED, reason, [])]
    return [happening.run(ready.rule, RuleRun.Outcome.NOT_HELD, why_not(ready, happening), [])]


def why_not(ready: Ready, happening: Happening) -> str:
    """What of its conditions did not hold: "not: tier is “gold” (it is “silver”)"."""
    thing = Conversation(pk=happening.conversation) if happening.conversation else happening.customer
    fields = told_by(ready.fields, said=Value(happening.said), event_id=happening.event_id)
    found = explain(ready.tree, thing, fields, now=timezone.now(), zone=house_zone())
    if found.is_true and ready.trigger.is_timed:
        return _("the wait had ended")
    return str(found)


def log_runs(runs: list[RuleRun]) -> None:
    RuleRun.objects.bulk_create(runs)
    for rule in {run.rule_id for run in runs if run.outcome in SAMPLED}:
        idle = RuleRun.objects.filter(rule=rule, outcome__in=SAMPLED).order_by("-pk")
        oldest = idle.values_list("pk", flat=True)[KEPT - 1 : KEPT].first()
        if oldest:
            idle.filter(pk__lt=oldest).delete()
