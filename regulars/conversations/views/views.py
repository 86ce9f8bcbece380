"""Views: making them, changing them, putting them in order, and how an agent likes the list."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.move_view import move_view
from regulars.conversations.actions.remove_view import remove_view
from regulars.conversations.actions.save_view import may_change, save_view
from regulars.conversations.actions.set_habits import set_habits
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.forms import Asked
from regulars.conversations.models import Habits, View
from regulars.conversations.sidebar import habits_of, the_view
from regulars.conversations.view_form import ViewForm, begun, written
from regulars.conversations.viewing import gone, meaning
from regulars.conversations.viewing import written as conditions_of
from regulars.lib.conditions import describe


@login_required
@require_http_methods(["GET", "POST"])
def new_view(request: HttpRequest) -> HttpResponse:
    """A new view, begun with what the list shows."""
    number = Asked(request.GET).number
    view = begun(request.GET, the_view(number, agent=request.user) if number else None)
    return _one(request, view)


@login_required
@require_http_methods(["GET", "POST"])
def one_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """A view that there is."""
    return _one(request, _changeable(request, view_id))


@login_required
@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Take it away."""
    view = _changeable(request, view_id)
    remove_view(view, by=request.user)
    messages.success(request, _("“%s” is gone. Its conversations stay where they are.") % view)
    return redirect("conversations:inbox")


@login_required
@require_POST
def place(request: HttpRequest, number: str) -> HttpResponse:
    """Another place among the agent's views: `to`, counted from 1. Given views have numbers below zero."""
    to = request.POST.get("to", "")
    try:
        move_view(int(number), to=int(to) if to.isdecimal() and len(to) < 9 else 1, by=request.user)
    except (ValidationError, ValueError):
        return HttpResponse(_("There is no such view."), status=422)
    return HttpResponse(status=204)


@login_required
@require_http_methods(["GET", "POST"])
def habits(request: HttpRequest) -> HttpResponse:
    """How the agent likes the list: `density`, `afterwards`. GET is the menu."""
    address = Asked(request.GET).address()
    if request.method == "GET":
        facts = {"choices": _habit_choices(habits_of(request.user)), "address": address}
        return render(request, "conversations/pages/_habits.html", facts | {"made": _open_view(request)})
    try:
        set_habits(
            request.user, **{name: request.POST[name] for name in ("density", "afterwards") if name in request.POST}
        )
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422)
    return redirect(f"/inbox{address}")


def _open_view(request: HttpRequest) -> View | None:
    """The one that the list shows, if the agent may change it."""
    number = Asked(request.GET).number
    view = the_view(number, agent=request.user) if number else None
    return view if view and may_change(view, by=request.user) else None


def _habit_choices(habits: Habits) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """What can be chosen about the list: its title, the habit, and its choices."""
    several = [
        (_("Rows"), "density", Habits.Density),
        (_("After an answer, or when it is settled"), "afterwards", Habits.Afterwards),
    ]
    return [
        (title, name, [(value, label, getattr(habits, name) == value) for value, label in choices.choices])
        for title, name, choices in several
    ]


def _changeable(request: HttpRequest, number: int) -> View:
    view = the_view(number, agent=request.user)
    if view is None or not may_change(view, by=request.user):
        raise Http404
    return view


def _one(request: HttpRequest, view: View) -> HttpResponse:
    form = ViewForm(request.POST if request.method == "POST" else None, view=view, by=request.user)
    if not form.is_bound or not form.is_valid():
        return _form(request, form)
    try:
        save_view(form.fill(by=request.user), by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form)
    messages.success(request, _("“%s” is kept.") % view)
    return redirect(f"/inbox?view={view.pk}")


def _form(request: HttpRequest, form: ViewForm) -> HttpResponse:
    sent = form.data.get("conditions", "") if form.is_bound else ""
    means = meaning(conditions_of(form.view.tree))
    facts: dict[str, Any] = {
        "room": "inbox",
        "form": form,
        "view": form.view,
        "about_conditions": json.dumps(describe(CONVERSATION_FIELDS, asker=request.user), default=str),
        "conditions": written(form.view, sent),
        "wrong": " ".join(form.errors.get("conditions", [])) or means.wrong,
        "gone": gone(means),
    }
    return render(request, "conversations/pages/view.html", facts, status=422 if form.is_bound else 200)
