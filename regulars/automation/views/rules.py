"""For admins: the rules of the house, in their order, and the editor of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.automation import editing
from regulars.automation.actions.keep_log import log_days
from regulars.automation.actions.move import move
from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.editing import refused, written
from regulars.automation.forms import RuleForm, asked
from regulars.automation.missing import missing_in_rule
from regulars.automation.models import Rule
from regulars.automation.previews import preview as previewed
from regulars.automation.queries import runs_by_outcome
from regulars.automation.rows import case_rows, rule_row
from regulars.automation.rulebook import EVERYTHING, Ready
from regulars.automation.triggers import read_trigger
from regulars.conversations.missing import Known
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "rules"}
USUAL = "message.received"


@may(Permission.AUTOMATION)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """In the order in which they are asked."""
    counts, known = runs_by_outcome(), Known()
    rows = [rule_row(rule, counts.get(rule.pk, {}), known) for rule in Rule.objects.of_house().in_order()]
    return render(request, "automation/pages/rules.html", ROOM | {"rows": rows, "days": log_days()})


@may(Permission.AUTOMATION)
@require_http_methods(["GET", "POST"])
def one_rule(request: HttpRequest, rule_id: int | None = None) -> HttpResponse:
    """A new rule, or one that there is."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=rule_id) if rule_id else None
    known = vars(rule) | asked(rule.trigger) if rule else asked({"event": USUAL})
    form = RuleForm(request.POST or None, initial=known)
    if request.method == "GET":
        return _form(request, form, rule)
    if not form.is_valid():
        return _form(request, form, rule, wrong={name: " ".join(said) for name, said in form.errors.items()})
    try:
        kept = save_rule(rule, **form.facts, by=request.user)
    except ValidationError as error:
        return _form(request, form, rule, wrong=refused(error))
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("automation:rules")


@may(Permission.AUTOMATION)
@require_POST
def switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """On or off."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=rule_id)
    turn(rule, on=request.POST.get("on") == "1", by=request.user)
    messages.success(request, (_("“%s” is on.") if rule.is_active else _("“%s” is off.")) % rule)
    return redirect("automation:rules")


@may(Permission.AUTOMATION)
@require_POST
def place(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Another place in the order: `to`, counted from 1."""
    rule, to = get_object_or_404(Rule.objects.of_house(), pk=rule_id), number_in(request.POST.get("to", ""), digits=9)
    if to is None:
        return HttpResponse(_("A place is a number from 1."), status=422)
    move(rule, to=to, by=request.user)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("“{rule}” is number {place} now.").format(rule=rule, place=rule.position))
    return redirect("automation:rules")


@may(Permission.AUTOMATION)
@require_POST
def remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take it away."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=rule_id)
    remove_rule(rule, by=request.user)
    messages.success(request, _("“%s” is gone. What it did stays on the timelines.") % rule.name)
    return redirect("automation:rules")


@may(Permission.AUTOMATION)
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the editors are given when something else is chosen under “when”."""
    try:
        return JsonResponse(editing.about_rule(editing.asked_trigger(request.GET.get("when", "")[:100])))
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)


@may(Permission.AUTOMATION)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A fragment: how often the rule in the form would have fired last week."""
    form = RuleForm({**request.POST.dict(), "name": "…"})
    try:
        found = previewed(_ready(form.facts)) if form.is_valid() else None
    except ValidationError as error:
        return render(request, "automation/pages/_preview.html", {"wrong": " ".join(refused(error).values()).strip()})
    shown = {"found": found, "cases": case_rows(found.cases) if found else []}
    return render(request, "automation/pages/_preview.html", shown)


def _ready(facts: dict[str, Any]) -> Ready:
    return Ready(Rule(conditions=facts["conditions"]), read_trigger(facts["trigger"]))


def _form(
    request: HttpRequest, form: RuleForm, rule: Rule | None, *, wrong: dict[str, str] | None = None
) -> HttpResponse:
    try:
        trigger = editing.asked_trigger(str(form["when"].value() or ""))
    except ValidationError:
        trigger = editing.asked_trigger(USUAL)
    told = {f"about_{name}": written(about) for name, about in editing.about_rule(trigger).items()}
    kept = {
        "conditions": written(form["conditions"].value() or EVERYTHING),
        "steps": written(form["steps"].value() or []),
    }
    facts = {
        "form": form,
        "rule": rule,
        "wrong": wrong or {},
        "when": form["when"].value(),
        "triggers": editing.triggers(),
        "tab": "rule",
        "missing": missing_in_rule(rule, Known()) if rule and not wrong else [],
    }
    return render(request, "automation/pages/rule.html", ROOM | told | kept | facts, status=422 if wrong else 200)
