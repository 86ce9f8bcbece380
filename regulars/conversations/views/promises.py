"""For admins: how soon the house answers and settles, in the order in which the promises are asked."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.actions.move_promise import move_promise
from regulars.conversations.actions.save_promise import save_promise, withdraw_promise
from regulars.conversations.actions.turn_promise import turn_promise
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Promise
from regulars.conversations.promise_form import PromiseForm
from regulars.conversations.promised import meaning, promise_rows
from regulars.lib.conditions import describe
from regulars.team.guard import may
from regulars.team.models import Calendar
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "promises"}


@may(Permission.QUEUES)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """In order, with what became of them."""
    facts = {"rows": list(promise_rows(now=timezone.now())), "has_hours": Calendar.objects.exists()}
    return render(request, "conversations/pages/promises.html", ROOM | facts)


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def one_promise(request: HttpRequest, promise_id: int | None = None) -> HttpResponse:
    """A new promise, or one that there is."""
    promise = _promise(promise_id) if promise_id else Promise()
    form = PromiseForm(request.POST if request.method == "POST" else None, promise=promise)
    if not form.is_bound or not form.is_valid():
        return _form(request, form)
    try:
        save_promise(promise, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form)
    messages.success(request, _("“%s” is kept. It holds for what is open, too.") % promise)
    return redirect("conversations:promises")


@may(Permission.QUEUES)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A fragment: what the promise in the form means for a letter that comes now."""
    form = PromiseForm(request.POST, promise=Promise())
    form.is_valid()
    return render(request, "conversations/pages/_promise_meaning.html", meaning(form.promise, now=timezone.now()))


@may(Permission.QUEUES)
@require_POST
def switch(request: HttpRequest, promise_id: int) -> HttpResponse:
    """In force or not."""
    promise, on = _promise(promise_id), request.POST.get("on") == "1"
    turn_promise(promise, on=on, by=request.user)
    messages.success(request, (_("“%s” is in force.") if on else _("“%s” is not promised for now.")) % promise)
    return redirect("conversations:promises")


@may(Permission.QUEUES)
@require_POST
def place(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Another place in the order: `to`, counted from 1."""
    promise, to = _promise(promise_id), request.POST.get("to", "")
    if not to.isdecimal() or len(to) > 9:
        return HttpResponse(_("A place is a number from 1."), status=422)
    move_promise(promise, to=int(to), by=request.user)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("“{promise}” is number {place} now.").format(promise=promise, place=promise.position))
    return redirect("conversations:promises")


@may(Permission.QUEUES)
@require_POST
def withdraw(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Promise it no more."""
    promise = _promise(promise_id)
    withdraw_promise(promise, by=request.user)
    messages.success(request, _("“%s” is withdrawn. What is under way in its name runs on.") % promise)
    return redirect("conversations:promises")


def _promise(promise_id: int) -> Promise:
    return get_object_or_404(Promise, pk=promise_id, withdrawn_at=None)


def _form(request: HttpRequest, form: PromiseForm) -> HttpResponse:
    sent = form.data.get("conditions", "") if form.is_bound else ""
    facts = {
        "form": form,
        "promise": form.promise,
        "about_conditions": json.dumps(describe(CONVERSATION_FIELDS, asker=None), default=str),
        "conditions": sent or json.dumps(form.promise.conditions or {"all": []}),
        "wrong": " ".join(form.errors.get("conditions", [])),
        **meaning(form.promise, now=timezone.now()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "conversations/pages/promise.html", ROOM | facts, status=status)
