"""For admins: what a rule has done and why, and what it was before."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.keep_log import keep_log
from regulars.automation.models import Rule, RuleRun
from regulars.automation.queries import PAGE, runs_of
from regulars.automation.rows import run_row
from regulars.automation.versions import history
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "rules"}
FILTERS = (
    RuleRun.Outcome.FIRED,
    RuleRun.Outcome.FAILED,
    RuleRun.Outcome.LOOP,
    RuleRun.Outcome.STOPPED,
    RuleRun.Outcome.NOT_HELD,
)


@may(Permission.AUTOMATION)
@require_GET
def log(request: HttpRequest, rule_id: int) -> HttpResponse:
    """What the rule made of events, newest first."""
    rule, before = get_object_or_404(Rule.objects.of_house(), pk=rule_id), request.GET.get("before", "")
    outcome = request.GET.get("outcome", "") if request.GET.get("outcome") in RuleRun.Outcome.values else ""
    found = runs_of(rule, outcome=outcome, before=number_in(before))
    runs = list(found[: PAGE + 1])
    older = runs[PAGE - 1].pk if len(runs) > PAGE else None
    facts = {
        "rule": rule,
        "rows": [run_row(run) for run in runs[:PAGE]],
        "older": older,
        "outcome": outcome,
        "filters": FILTERS,
        "tab": "log",
    }
    return render(request, "automation/pages/log.html", ROOM | facts)


@may(Permission.AUTOMATION)
@require_POST
def log_kept(request: HttpRequest) -> HttpResponse:
    """For how many `days` the log of all rules is kept."""
    days = request.POST.get("days", "").strip()
    try:
        keep_log(days=number_in(days, digits=8) or 0, by=request.user)
        messages.success(request, _("The log is kept for %s days.") % days)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("automation:rules")


@may(Permission.AUTOMATION)
@require_GET
def versions(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Each change, who made it and what it changed."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=rule_id)
    return render(
        request, "automation/pages/versions.html", ROOM | {"rule": rule, "versions": history(rule), "tab": "versions"}
    )


@may(Permission.AUTOMATION)
@require_POST
def back(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Go back to the version numbered `to`."""
    rule, to = get_object_or_404(Rule.objects.of_house(), pk=rule_id), request.POST.get("to", "")
    try:
        go_back(rule, to=number_in(to, digits=9) or 0, by=request.user)
        messages.success(request, _("“{rule}” is as it was in version {number} again.").format(rule=rule, number=to))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("automation:versions", rule.pk)
