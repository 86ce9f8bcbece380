"""Settings → Statuses: the house's own names within open, pending and resolved."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.actions.move_status import move_status
from regulars.conversations.actions.retire_status import retire_status
from regulars.conversations.actions.save_status import save_status
from regulars.conversations.models import NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.conversations.order_forms import StatusForm
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "statuses"}


@may(Permission.ORDER)
@require_GET
def statuses(request: HttpRequest) -> HttpResponse:
    """All that are in use, by category, and those that were retired."""
    several = list(NamedStatus.objects.all())
    groups = [
        (category, [each for each in several if each.category == category and not each.retired_at])
        for category in Category
    ]
    retired = [each for each in several if each.retired_at]
    return render(
        request,
        "conversations/pages/statuses.html",
        ROOM | {"groups": groups, "retired": retired, "is_empty": not several},
    )


@may(Permission.ORDER)
@require_http_methods(["GET", "POST"])
def one_status(request: HttpRequest, status_id: int | None = None) -> HttpResponse:
    """A new status, or one that there is."""
    status = get_object_or_404(NamedStatus, pk=status_id, retired_at=None) if status_id else None
    form = StatusForm(request.POST or None, status=status)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_status(status, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("conversations:statuses")
    facts = {"form": form, "title": str(status) if status else _("New status"), "back": "/settings/statuses"}
    return render(request, "conversations/pages/order_form.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.ORDER)
@require_POST
def place(request: HttpRequest, status_id: int) -> HttpResponse:
    """Move to the place `to` among those of its category."""
    status = get_object_or_404(NamedStatus, pk=status_id, retired_at=None)
    to = request.POST.get("to", "")
    move_status(status, to=int(to) if to.isdecimal() and len(to) < 5 else 1, by=request.user)
    return redirect("conversations:statuses")


@may(Permission.ORDER)
@require_POST
def retire(request: HttpRequest, status_id: int) -> HttpResponse:
    """Use it no more."""
    status = get_object_or_404(NamedStatus, pk=status_id, retired_at=None)
    is_gone = retire_status(status, by=request.user)
    says = _("“%s” is gone.") if is_gone else _("“%s” is retired. Conversations that have it keep it.")
    messages.success(request, says % status.name)
    return redirect("conversations:statuses")
