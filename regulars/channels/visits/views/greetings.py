"""For admins: what is said to visitors by itself, to whom, and what became of it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.channels.chat.models import Widget
from regulars.channels.visits.actions.save_following import save_following
from regulars.channels.visits.actions.save_greeting import remove_greeting, save_greeting
from regulars.channels.visits.fields import VISIT_FIELDS
from regulars.channels.visits.following import following_of
from regulars.channels.visits.forms import FollowingForm, GreetingForm
from regulars.channels.visits.models import Greeting
from regulars.lib.conditions import describe
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "greetings"}


@may(Permission.CHANNELS)
@require_GET
def greetings(request: HttpRequest) -> HttpResponse:
    """All of them, with their counts."""
    widgets = Widget.objects.select_related("inbox", "following")
    shown = {"greetings": Greeting.objects.select_related("widget"), "widgets": widgets}
    return render(request, "channels/visits/pages/greetings.html", ROOM | shown)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, greeting_id: int | None = None) -> HttpResponse:
    """A new greeting or announcement, or one that there is."""
    kept = get_object_or_404(Greeting, pk=greeting_id) if greeting_id else Greeting()
    form = GreetingForm(request.POST if request.method == "POST" else None, instance=kept)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    try:
        save_greeting(kept, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, form)
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("visits:greetings")


@may(Permission.CHANNELS)
@require_POST
def remove(request: HttpRequest, greeting_id: int) -> HttpResponse:
    """Show it no more."""
    greeting = get_object_or_404(Greeting, pk=greeting_id)
    remove_greeting(greeting, by=request.user)
    messages.success(request, _("“%s” is removed.") % greeting)
    return redirect("visits:greetings")


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest, widget_id: int) -> HttpResponse:
    """Whom a widget follows, and how long that is kept."""
    widget = get_object_or_404(Widget, pk=widget_id)
    form = FollowingForm(request.POST if request.method == "POST" else None, instance=following_of(widget))
    if form.is_bound and form.is_valid():
        try:
            save_following(form.instance, by=request.user)
            messages.success(request, _("“%s” is kept.") % widget)
            return redirect("visits:greetings")
        except ValidationError as error:
            form.add_error(None, error)
    shown = {"form": form, "widget": widget}
    return render(request, "channels/visits/pages/following.html", ROOM | shown, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: GreetingForm) -> HttpResponse:
    sent = form.data.get("conditions", "") if form.is_bound else ""
    shown = {
        "form": form,
        "kept": form.instance,
        "about_conditions": json.dumps(describe(VISIT_FIELDS, asker=None), default=str),
        "conditions": sent or json.dumps(form.instance.conditions or {"all": []}),
        "wrong": " ".join(form.errors.get("conditions", [])),
    }
    return render(request, "channels/visits/pages/greeting.html", ROOM | shown, status=422 if form.is_bound else 200)
