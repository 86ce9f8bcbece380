"""Did it do anything: the holdout, the experiments, and what only happens to go together."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from regulars.commerce.returning import the_terms
from regulars.experiments.groups import OTHER, TRIED, as_they_are, of_holdout
from regulars.experiments.holding import current
from regulars.experiments.measuring import measured
from regulars.experiments.models import Experiment
from regulars.experiments.rows import outcome_rows, ratio, worth
from regulars.ui.moments import Times


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All of it."""
    facts: dict[str, Any] = {"room": "reports", "tab": "effect", "currency": the_terms().currency}
    facts |= {
        "holdout": _of_holdout(facts["currency"]),
        "experiments": Experiment.objects.all()[:50],
        "terms": the_terms(),
    }
    facts["found"] = [_of_found(each, facts["currency"]) for each in as_they_are(now=timezone.now())]
    return render(request, "experiments/pages/effect.html", facts)


def _of_holdout(currency: str) -> dict[str, Any] | None:
    kept = current()
    if not kept or not kept.share:
        return None
    groups, how = of_holdout(kept), {"tried": TRIED, "other": OTHER, "is_final": False, "currency": currency}
    found = measured(groups.people, groups.facts, until=timezone.now())
    shares = {TRIED: 1 - kept.share / 10_000, OTHER: kept.share / 10_000}
    told = {
        "kept": kept,
        "since": Times().on(kept.begun_at.date()),
        "arms": found.arms,
        "rows": outcome_rows(found, **how),
    }
    return told | {
        "held": found.arms.get(OTHER, 0),
        "tried": found.arms.get(TRIED, 0),
        "worth": worth(found, **how),
        "ratio": ratio(found.arms, shares=shares),
    }


def _of_found(each: Any, currency: str) -> dict[str, Any]:
    found = measured(each.groups.people, each.groups.facts, until=timezone.now())
    rows = outcome_rows(found, tried=TRIED, other=OTHER, is_final=True, currency=currency)
    many = [found.arms.get(arm, 0) for arm in (TRIED, OTHER)]
    return {"name": each.name, "tried": each.tried, "other": each.other, "many": many, "rows": rows[:3]}
