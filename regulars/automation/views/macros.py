"""Macros: what they do, for admins; and running them, for every agent."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.automation.actions.remove_macro import remove_macro
from regulars.automation.actions.run_macro import run_macro
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.undo_macro import sealed, undo_macro
from regulars.automation.editing import about_conditions, about_steps, refused, written
from regulars.automation.forms import MacroForm
from regulars.automation.macros import answer_of, is_offered, offered
from regulars.automation.missing import missing_in_macro
from regulars.automation.models import Macro
from regulars.automation.rows import macro_item, macro_row
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.missing import Known
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.lib.refusal import refusal
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "macros"}
EVERYTHING = {"all": []}


@may(Permission.SHARE)
@require_GET
def macros(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    known = Known()
    rows = [macro_row(macro, known) for macro in Macro.objects.order_by("name")]
    return render(request, "automation/pages/macros.html", ROOM | {"rows": rows})


@may(Permission.SHARE)
@require_http_methods(["GET", "POST"])
def one_macro(request: HttpRequest, macro_id: int | None = None) -> HttpResponse:
    """A new macro, or one that there is."""
    macro = get_object_or_404(Macro, pk=macro_id) if macro_id else None
    form = MacroForm(request.POST or None, initial=vars(macro) if macro else {"is_active": True})
    if request.method == "GET":
        return _form(request, form, macro)
    if not form.is_valid():
        return _form(request, form, macro, wrong={name: " ".join(said) for name, said in form.errors.items()})
    try:
        kept = save_macro(macro, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        return _form(request, form, macro, wrong=refused(error))
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("automation:macros")


@may(Permission.SHARE)
@require_POST
def remove(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Take it away."""
    macro = get_object_or_404(Macro, pk=macro_id)
    remove_macro(macro, by=request.user)
    messages.success(request, _("“%s” is gone. What it did stays done.") % macro)
    return redirect("automation:macros")


@login_required
@require_GET
def menu(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: the macros that are offered in this conversation; with `q`, those that the palette has found."""
    conversation = the_conversation(request, conversation_id)
    found = offered(conversation, agent=request.user, words=request.GET.get("q", "")[:200])
    template = "_found_macros.html" if "q" in request.GET else "_macro_menu.html"
    facts = {"conversation": conversation, "items": [macro_item(macro) for macro in found]}
    return render(request, f"automation/pages/{template}", facts)


@login_required
@require_POST
def run(request: HttpRequest, conversation_id: int, macro_id: int) -> HttpResponse:
    """Take its steps in this conversation."""
    conversation, macro = the_conversation(request, conversation_id), get_object_or_404(Macro, pk=macro_id)
    try:
        ran = run_macro(macro, conversation=conversation, by=request.user, is_answered="answered" in request.GET)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    if ran.before == ran.after:
        return done(request, conversation, says=_("“%s” is done.") % macro)
    stays = _("“{macro}” is done. Undone or not, this stays: {steps}.").format(macro=macro, steps=", ".join(ran.stays))
    plan = sealed(ran, conversation=conversation, by=request.user)
    undo = reverse("automation:undo_macro", args=[conversation.pk])
    said = stays if ran.stays else _("“%s” is done.") % macro
    return done(request, conversation, says=said, undo=undo, values={"plan": plan})


@login_required
@require_POST
def undo(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Let the conversation be as it was before a macro of theirs."""
    conversation = the_conversation(request, conversation_id)
    try:
        undo_macro(conversation, plan=request.POST.get("plan", ""), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return done(request, conversation, says=_("Undone."))


@login_required
@require_POST
def put_in(request: HttpRequest, conversation_id: int, macro_id: int) -> HttpResponse:
    """Its answer into the composer, to be looked at; the other steps follow when that is sent."""
    conversation, macro = the_conversation(request, conversation_id), get_object_or_404(Macro, pk=macro_id)
    if not is_offered(macro, conversation=conversation, agent=request.user):
        return wrong(
            request,
            refusal("macro", _("“%s” is not offered in this conversation.") % macro),
            back=f"/inbox/{conversation.pk}",
        )
    rest = reverse("automation:run_macro", args=[conversation.pk, macro.pk]) + "?answered=1"
    then = rest if any(step.get("do") != "reply" for step in macro.steps) else ""
    words = {"html": answer_of(macro, conversation=conversation, agent=request.user), "kind": "reply", "then": then}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"composer:insert": words})})


def _form(
    request: HttpRequest, form: MacroForm, macro: Macro | None, *, wrong: dict[str, str] | None = None
) -> HttpResponse:
    facts = {
        "form": form,
        "macro": macro,
        "wrong": wrong or {},
        "about_conditions": written(about_conditions(CONVERSATION_FIELDS, asker=request.user)),
        "about_steps": written(about_steps()),
        "conditions": written(form["conditions"].value() or EVERYTHING),
        "steps": written(form["steps"].value() or []),
        "missing": missing_in_macro(macro, Known()) if macro and not wrong else [],
    }
    return render(request, "automation/pages/macro.html", ROOM | facts, status=422 if wrong else 200)
