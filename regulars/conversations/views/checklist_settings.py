"""Settings → Checklists: what has to be done each time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.actions.remove_checklist import remove_checklist
from regulars.conversations.actions.save_checklist import save_checklist
from regulars.conversations.models import Checklist
from regulars.conversations.order_forms import ChecklistForm
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "checklists"}


@may(Permission.SHARE)
@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    return render(request, "conversations/pages/checklists.html", ROOM | {"lists": Checklist.objects.all()})


@may(Permission.SHARE)
@require_http_methods(["GET", "POST"])
def one_checklist(request: HttpRequest, checklist_id: int | None = None) -> HttpResponse:
    """A new list, or one that there is."""
    checklist = get_object_or_404(Checklist, pk=checklist_id) if checklist_id else None
    form = ChecklistForm(request.POST or None, checklist=checklist)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_checklist(checklist, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("conversations:checklists")
    facts = {"form": form, "title": str(checklist) if checklist else _("New checklist"), "back": "/settings/checklists"}
    return render(request, "conversations/pages/order_form.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.SHARE)
@require_POST
def remove(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """Offer it no more."""
    checklist = get_object_or_404(Checklist, pk=checklist_id)
    remove_checklist(checklist, by=request.user)
    messages.success(request, _("“%s” is gone. Conversations that have its things keep them.") % checklist)
    return redirect("conversations:checklists")
