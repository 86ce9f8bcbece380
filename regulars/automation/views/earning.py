"""Settings → Loyalty → Earning rules: what a programme gives for what, in the order in which it is reckoned."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.automation import editing
from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.move import move
from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.earning_forms import EarningForm, TryForm, shown
from regulars.automation.earning_rows import effect_said, rule_rows, tried_rows
from regulars.automation.editing import written
from regulars.automation.models import Rule
from regulars.automation.rulebook import EVERYTHING, Ready
from regulars.automation.triggers import read_trigger
from regulars.automation.trying import effect_of_rule
from regulars.automation.versions import history
from regulars.lib.numbers import number_in
from regulars.loyalty.models import Programme
from regulars.loyalty.occasions import PURCHASE
from regulars.loyalty.scheme_words import say_base
from regulars.loyalty.schemes import Scheme, scheme_of
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "loyalty", "tab": "rules"}
USUAL = Scheme(points=10)


@may(Permission.LOYALTY)
@require_GET
def rules(request: HttpRequest, programme_id: int) -> HttpResponse:
    """In their order; with `member` and what they buy: what it would give."""
    programme = get_object_or_404(Programme, pk=programme_id)
    form = TryForm(request.GET if "member" in request.GET else None, programme=programme)
    facts: dict[str, Any] = {"programme": programme, "form": form, "rows": rule_rows(programme)}
    facts |= {"base": say_base(programme), "tried": tried_rows(form) if form.is_bound and form.is_valid() else None}
    return render(request, "automation/pages/earning.html", ROOM | facts)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_rule(request: HttpRequest, programme_id: int, earning_id: int | None = None) -> HttpResponse:
    """A new rule, or one that there is; with `preview`, what it would have given."""
    programme = get_object_or_404(Programme, pk=programme_id)
    rule = get_object_or_404(programme.rules, pk=earning_id) if earning_id else None
    form = EarningForm(request.POST or None, programme=programme, known=_known(rule, programme))
    if request.method == "GET" or not form.is_valid():
        return _form(request, form, programme, rule)
    try:
        if "preview" in request.POST:
            return _form(request, form, programme, rule, effect=_effect(rule, form.facts, programme))
        kept = save_rule(rule, **form.facts, programme=programme, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return _form(request, form, programme, rule)
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("automation:earning", programme.pk)


@may(Permission.LOYALTY)
@require_POST
def switch(request: HttpRequest, earning_id: int) -> HttpResponse:
    """On or off."""
    rule = _the_rule(earning_id)
    turn(rule, on=request.POST.get("on") == "1", by=request.user)
    messages.success(request, (_("“%s” is on.") if rule.is_active else _("“%s” is off.")) % rule)
    return redirect("automation:earning", rule.programme_id)


@may(Permission.LOYALTY)
@require_POST
def place(request: HttpRequest, earning_id: int) -> HttpResponse:
    """Another place in the order: `to`, counted from 1."""
    rule, to = _the_rule(earning_id), number_in(request.POST.get("to", ""), digits=9)
    if to is None:
        return HttpResponse(_("A place is a number from 1."), status=422)
    move(rule, to=to, by=request.user)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("“{rule}” is number {place} now.").format(rule=rule, place=rule.position))
    return redirect("automation:earning", rule.programme_id)


@may(Permission.LOYALTY)
@require_POST
def remove(request: HttpRequest, earning_id: int) -> HttpResponse:
    """Take it away. What it gave stays."""
    rule = _the_rule(earning_id)
    remove_rule(rule, by=request.user)
    messages.success(request, _("“%s” is gone. What it gave stays with the members.") % rule.name)
    return redirect("automation:earning", rule.programme_id)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, earning_id: int) -> HttpResponse:
    """Each change, who made it and what it changed; with `to`, back to the version of this number."""
    rule, to = _the_rule(earning_id), request.POST.get("to", "")
    if request.method == "POST":
        try:
            go_back(rule, to=number_in(to, digits=9) or 0, by=request.user)
            messages.success(
                request, _("“{rule}” is as it was in version {number} again.").format(rule=rule, number=to)
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("automation:earning_versions", rule.pk)
    facts = {"rule": rule, "programme": rule.programme, "versions": history(rule)}
    return render(request, "automation/pages/earning_versions.html", ROOM | facts)


@may(Permission.LOYALTY)
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the editor of conditions is given when something else is chosen under “when”."""
    try:
        return JsonResponse(editing.about_earning(editing.asked_trigger(request.GET.get("when", "")[:100])))
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)


def _the_rule(earning_id: int) -> Rule:
    return get_object_or_404(Rule.objects.exclude(programme=None).select_related("programme"), pk=earning_id)


def _known(rule: Rule | None, programme: Programme) -> dict[str, Any]:
    scheme = scheme_of(rule.steps[0]) if rule else USUAL
    about = {"name": rule.name, "stops": rule.stops} if rule else {}
    tree = rule.conditions if rule else EVERYTHING
    return (
        about
        | {"when": rule.trigger["event"] if rule else PURCHASE, "conditions": tree}
        | shown(scheme, programme.currency)
    )


def _effect(rule: Rule | None, facts: dict[str, Any], programme: Programme) -> str:
    draft = Rule(pk=rule.pk if rule else None, version=0, **facts)
    ready = Ready(draft, read_trigger(facts["trigger"]))
    return effect_said(effect_of_rule(ready, programme=programme), programme)


def _form(
    request: HttpRequest, form: EarningForm, programme: Programme, rule: Rule | None, *, effect: str = ""
) -> HttpResponse:
    when = str(form["when"].value() or PURCHASE)
    try:
        about = editing.about_earning(editing.asked_trigger(when))
    except ValidationError:
        about = editing.about_earning(editing.asked_trigger(PURCHASE))
    facts = {
        "form": form,
        "programme": programme,
        "rule": rule,
        "effect": effect,
        "when": when,
        "occasions": editing.occasions(),
        "about_conditions": written(about["conditions"]),
        "conditions": written(form["conditions"].value() or EVERYTHING),
        "wrong": {"conditions": " ".join(form.errors.get("conditions", []))},
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "automation/pages/earning_rule.html", ROOM | facts, status=status)
