"""Earning by rules: which rules of a programme hold for an occasion. They are asked as all rules are, in their order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation import rulebook
from regulars.automation.fields import told_by
from regulars.automation.rulebook import EVERYTHING, Ready
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.lib.conditions import Explanation, explain
from regulars.loyalty.earning import Held
from regulars.loyalty.models import Account
from regulars.loyalty.occasions import Occasion
from regulars.team.days import house_zone


@dataclass(frozen=True)
class Answer:
    """Whether a rule holds for an occasion; why not, in words."""

    ready: Ready
    why_not: str = ""


def held_for(occasion: Occasion, *, account: Account, at: datetime) -> list[Held]:
    """The rules that hold, in their order: of the kind of the occasion, in their time, and as their conditions say."""
    found = rulebook.current().giving(account.programme_id, occasion.kind)
    rules = [each for each in found if each.scheme.is_on(at, account.programme.clock.zone)]
    verdicts = rulebook.current().verdicts(rules, **_asked(occasion, account)) if rules else {}
    return [held_by(each, occasion) for each in rules if verdicts.get(each.rule.pk)]


def held_by(ready: Ready, occasion: Occasion) -> Held:
    rule = ready.rule
    held = Held(rule=rule.pk or 0, version=rule.version, name=rule.name, scheme=ready.scheme, stops=rule.stops)
    return held.model_copy(update={"value": occasion.value}) if ready.scheme.each == "value" else held


def holds(ready: Ready, occasion: Occasion, *, account: Account) -> bool:
    """Whether its conditions hold, of one that may not be kept yet."""
    return ready.tree == EVERYTHING or _explained(ready, occasion, account).is_true


def answers(occasion: Occasion, *, account: Account, at: datetime) -> list[Answer]:
    """What each rule of this kind says, for whoever wonders."""
    held = {each.rule for each in held_for(occasion, account=account, at=at)}
    found = rulebook.current().giving(account.programme_id, occasion.kind)
    return [Answer(each, "" if each.rule.pk in held else _why_not(each, occasion, account, at)) for each in found]


def _asked(occasion: Occasion, account: Account) -> dict[str, object]:
    thing = occasion.facts.get("conversation") or account.customer_id
    return {"thing": thing, "said": json.dumps(dict(occasion.facts)), "event_id": occasion.event}


def _why_not(ready: Ready, occasion: Occasion, account: Account, at: datetime) -> str:
    if not ready.scheme.is_on(at, account.programme.clock.zone):
        return _("not at this time")
    return str(_explained(ready, occasion, account))


def _explained(ready: Ready, occasion: Occasion, account: Account) -> Explanation:
    asked = _asked(occasion, account)
    thing_of = Conversation if ready.trigger.is_about_a_conversation else Customer
    fields = told_by(ready.fields, said=Value(asked["said"]), event_id=occasion.event)
    return explain(ready.tree, thing_of(pk=asked["thing"]), fields, now=timezone.now(), zone=house_zone())
