"""Rules of a programme and what they would give, prepared for the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.automation.earning_forms import TryForm
from regulars.automation.fields import fields_for
from regulars.automation.models import Rule
from regulars.automation.rows import said_conditions
from regulars.automation.triggers import read_trigger
from regulars.automation.trying import Effect, tried
from regulars.loyalty.models import Grant, Programme
from regulars.loyalty.models.programme import number
from regulars.loyalty.occasions import PURCHASE
from regulars.loyalty.rows import say_parts
from regulars.loyalty.scheme_words import say_scheme
from regulars.loyalty.schemes import scheme_of

DAYS = 90


def rule_rows(programme: Programme) -> list[dict[str, Any]]:
    """In their order, each with what it gave in the last 90 days."""
    since = timezone.now() - timedelta(days=DAYS)
    given = Grant.objects.filter(rule__in=programme.rules.values("pk"), at__gte=since, points__gt=0).values("rule")
    sums = {
        each["rule"]: each for each in given.annotate(points=Sum("points"), members=Count("account", distinct=True))
    }
    return [
        _row(rule, programme, sums.get(rule.pk, {"points": 0, "members": 0})) for rule in programme.rules.in_order()
    ]


def _row(rule: Rule, programme: Programme, given: dict[str, int]) -> dict[str, Any]:
    members = given["members"]
    whom = ngettext("to %s member", "to %s members", members) % number(members)
    row: dict[str, Any] = {"rule": rule, "whom": whom, "points": number(given["points"])}
    try:
        trigger, scheme = read_trigger(rule.trigger), scheme_of(rule.steps[0])
    except ValidationError as error:  # this version knows no such event
        return row | {"gone": " ".join(error.messages)}
    gift, *terms = say_scheme(scheme, programme)
    when = _("The customer buys something") if trigger.event.kind == PURCHASE else str(trigger)
    return row | {
        "gift": gift,
        "terms": terms,
        "when": when,
        "where": said_conditions(rule.conditions, fields_for(trigger)),
    }


def tried_rows(form: TryForm) -> dict[str, Any]:
    """What it adds up to, and why each rule gives something or not."""
    given = tried(form.account, occasion=form.occasion, at=form.cleaned_data["at"])
    programme, by_rule = form.account.programme, given.award.by_rule()
    rules = [
        {"name": each.ready.rule.name, "points": number(by_rule.get(each.ready.rule.pk, 0), is_change=True), "why": _why(each.why_not, by_rule.get(each.ready.rule.pk))}
        for each in given.answers
    ]  # fmt: skip
    parts = say_parts([each for each in given.award.parts if "rule" not in each], programme.currency)
    return {"who": form.account.customer, "points": programme.said(given.award.points), "parts": parts, "rules": rules}


def _why(why_not: str, points: int | None) -> str:
    if why_not:
        return why_not
    return "" if points else _("nothing of it is meant, its limits are reached, or a rule before was the last")


def effect_said(effect: Effect, programme: Programme) -> str:
    """In words."""
    what = (
        _("Of the newest {count} times in the last 90 days")
        if effect.is_part
        else _("{count} times in the last 90 days")
    )
    said = _("{what}: {after} instead of {before}.").format(
        what=what.format(count=number(effect.occasions)),
        after=programme.said(effect.after),
        before=programme.said(effect.before),
    )
    return f"{said} " + _("Conditions are asked of customers as they are now. Nothing is kept yet.")
