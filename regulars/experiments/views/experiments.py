"""One experiment: what is asked, who is in which arm, and what came of it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce.returning import the_terms
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.experiments.actions.begin_experiment import begin_experiment
from regulars.experiments.actions.end_experiment import end_experiment
from regulars.experiments.actions.save_experiment import save_experiment
from regulars.experiments.forms import ExperimentForm
from regulars.experiments.groups import of_experiment
from regulars.experiments.measuring import measured
from regulars.experiments.models import Experiment
from regulars.experiments.rows import outcome_rows, ratio, worth
from regulars.lib.conditions import describe, say
from regulars.team.days import house_today
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "reports", "tab": "effect"}


@login_required
@require_GET
def one(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Its arms side by side. Before the day that was said the intervals are wide enough to be looked at any day."""
    found = get_object_or_404(Experiment, pk=experiment_id)
    facts = {"experiment": found, "said": say(found.who, CUSTOMER_FIELDS), "is_final": _is_final(found)}
    return render(
        request, "experiments/pages/experiment.html", ROOM | facts | (_results(found) if found.begun_at else {})
    )


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, experiment_id: int | None = None) -> HttpResponse:
    """What is asked, of whom, with which arms."""
    kept = get_object_or_404(Experiment, pk=experiment_id) if experiment_id else None
    form, wrong = ExperimentForm(request.POST or None, instance=kept), ""
    if request.method == "POST" and form.is_valid():
        try:
            experiment = form.chosen()
            save_experiment(experiment, by=request.user)
            return redirect("experiments:experiment", experiment.pk)
        except ValidationError as error:
            wrong = _refused(form, error)
    about = describe(CUSTOMER_FIELDS, asker=request.user)
    conditions = request.POST.get("conditions") or json.dumps(kept.who if kept and kept.who else {"all": []})
    facts = {
        "form": form,
        "kept": kept,
        "wrong": wrong,
        "about_conditions": json.dumps(about, default=str),
        "conditions": conditions,
    }
    return render(request, "experiments/pages/edit.html", ROOM | facts, status=422 if form.errors or wrong else 200)


@may(Permission.LOYALTY)
@require_POST
def begin(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Let customers be drawn."""
    found = get_object_or_404(Experiment, pk=experiment_id)
    try:
        begin_experiment(found, by=request.user)
        messages.success(request, _("It has begun. Customers who fit are drawn within ten minutes."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("experiments:experiment", found.pk)


@may(Permission.LOYALTY)
@require_POST
def end(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """No more of it."""
    found = get_object_or_404(Experiment, pk=experiment_id)
    end_experiment(found, by=request.user)
    return redirect("experiments:experiment", found.pk)


def _is_final(found: Experiment) -> bool:
    return house_today() >= found.ends_on


def _results(found: Experiment) -> dict[str, Any]:
    groups, currency = of_experiment(found), the_terms().currency
    until = min(found.ended_at or timezone.now(), timezone.now())
    seen, control = measured(groups.people, groups.facts, until=until), found.control["word"]
    how = {"other": control, "is_final": _is_final(found), "currency": currency}
    arms = [
        {
            "arm": each,
            "rows": outcome_rows(seen, tried=each["word"], **how),
            "worth": worth(seen, tried=each["word"], **how),
        }
        for each in found.arms[1:]
    ]
    counts = [(each["name"], seen.arms.get(each["word"], 0)) for each in found.arms]
    return {
        "arms": arms,
        "counts": counts,
        "ratio": ratio(seen.arms, shares={each["word"]: each["share"] for each in found.arms}),
    }


def _refused(form: ExperimentForm, error: ValidationError) -> str:
    """What stands at no field of the form: arms and conditions."""
    wrong = ""
    for name, words in error.message_dict.items():
        if name in form.fields and name != "conditions":
            form.add_error(name, words)
        else:
            wrong = " ".join(words)
    return wrong
