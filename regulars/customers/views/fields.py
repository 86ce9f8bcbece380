"""What this house keeps about conversations, customers and companies beyond what everybody does."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.actions.move_field import move_field
from regulars.customers.actions.save_field import save_field
from regulars.customers.actions.turn_field import turn_field
from regulars.customers.field_form import FieldForm, state_words
from regulars.customers.models import CustomField
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "fields"}


@may(Permission.ORDER)
@require_GET
def fields(request: HttpRequest) -> HttpResponse:
    """In their order, for each noun; retired ones below."""
    groups = [
        {
            "about": about,
            "label": label,
            "rows": [{"field": each, "state": state_words(each)} for each in CustomField.objects.asked(about)],
        }
        for about, label in CustomField.About.choices
    ]
    retired = CustomField.objects.exclude(retired_at=None).order_by("about", "label")
    shown = {"groups": groups, "retired": retired, "has_any": any(group["rows"] for group in groups)}
    return render(request, "customers/pages/fields.html", ROOM | shown)


@may(Permission.ORDER)
@require_http_methods(["GET", "POST"])
def one_field(request: HttpRequest, field_id: int | None = None) -> HttpResponse:
    """A new field, or one that there is."""
    about = request.GET.get("about", "")
    new = CustomField(about=about if about in CustomField.About.values else "conversation")
    field = get_object_or_404(CustomField, pk=field_id) if field_id else new
    form = FieldForm(request.POST if request.method == "POST" else None, field=field)
    if form.is_bound and form.is_valid():
        try:
            save_field(field, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % field)
            return redirect("customers:fields")
    return render(
        request,
        "customers/pages/field.html",
        ROOM | {"form": form, "field": field},
        status=422 if form.is_bound else 200,
    )


@may(Permission.ORDER)
@require_POST
def turn(request: HttpRequest, field_id: int) -> HttpResponse:
    """Retire it, or ask it again."""
    field, on = get_object_or_404(CustomField, pk=field_id), request.POST.get("on") == "1"
    turn_field(field, on=on, by=request.user)
    messages.success(
        request, (_("“%s” is asked again.") if on else _("“%s” is retired. What was kept in it stays.")) % field
    )
    return redirect("customers:fields")


@may(Permission.ORDER)
@require_POST
def place(request: HttpRequest, field_id: int) -> HttpResponse:
    """Another place in the order: `to`, counted from 1."""
    field, to = get_object_or_404(CustomField, pk=field_id), number_in(request.POST.get("to", ""), digits=9)
    if to is None:
        return HttpResponse(_("A place is a number from 1."), status=422)
    move_field(field, to=to, by=request.user)
    return (
        HttpResponse(status=204)
        if request.headers.get("Accept") == "application/json"
        else redirect("customers:fields")
    )
