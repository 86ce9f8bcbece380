"""For admins: the forms by which customers begin conversations."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.views.inboxes import first_an_inbox
from regulars.lib.conditions import describe
from regulars.portal.actions.save_form import remove_form, save_form
from regulars.portal.asking import ANSWERS
from regulars.portal.form_form import EditForm, Row, asked_in, rows_of
from regulars.portal.models import RequestForm
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "forms"}


@may(Permission.CHANNELS)
@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """All of them, in the order in which customers see them."""
    found = RequestForm.objects.select_related("inbox").prefetch_related("questions__field", "topics")
    return render(request, "portal/pages/settings_forms.html", ROOM | {"forms": found})


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, form_id: int | None = None) -> HttpResponse:
    """A new form, or one that there is."""
    if lead := first_an_inbox(request):
        return lead
    kept = get_object_or_404(RequestForm, pk=form_id) if form_id else RequestForm()
    given = request.POST if request.method == "POST" else None
    form, rows = EditForm(given, instance=kept), rows_of(kept, given)
    if given is None or not form.is_valid():
        return _page(request, form, rows)
    try:
        save_form(kept, topics=form.cleaned_data["topics"], questions=asked_in(rows), by=request.user)
    except ValidationError as error:
        _show(form, rows, error)
        return _page(request, form, rows)
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("portal_desk:forms")


@may(Permission.CHANNELS)
@require_POST
def remove(request: HttpRequest, form_id: int) -> HttpResponse:
    """Offer it no more."""
    form = get_object_or_404(RequestForm, pk=form_id)
    name = str(form)
    remove_form(form, by=request.user)
    messages.success(request, _("“%s” is gone. What was asked by it stays.") % name)
    return redirect("portal_desk:forms")


def _show(form: EditForm, rows: list[Row], error: ValidationError) -> None:
    """Beside what it is about."""
    for name, several in error.message_dict.items():
        row = next((each for each in rows if name == f"questions.{each.field.key}"), None)
        if row:
            row.wrong = " ".join(several)
        form.add_error(name if name in form.fields else None, several)


def _page(request: HttpRequest, form: EditForm, rows: list[Row]) -> HttpResponse:
    shown = {
        "form": form,
        "kept": form.instance,
        "rows": rows,
        "about": json.dumps(describe(ANSWERS, asker=None), default=str),
    }
    return render(request, "portal/pages/settings_form.html", ROOM | shown, status=422 if form.is_bound else 200)
