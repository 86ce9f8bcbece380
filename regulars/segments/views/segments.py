"""Customers → Segments: all of them, one with whoever is in it, and its conditions."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions import describe
from regulars.segments.actions.remove_segment import remove_segment
from regulars.segments.actions.save_segment import save_segment
from regulars.segments.forms import SegmentForm
from regulars.segments.models import Segment
from regulars.segments.queries import as_of, size_of
from regulars.segments.rows import segment_rows
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.forms import from_editor

ROOM = {"room": "customers"}
MAKERS = (Permission.LOYALTY, Permission.SHARE)  # who makes segments


@login_required
@require_GET
def segments(request: HttpRequest) -> HttpResponse:
    """All segments, with their sizes and what moved within a week."""
    shown = {"rows": segment_rows(list(Segment.objects.order_by("name"))), "as_of": as_of()}
    shown["may_make"] = bool(request.user.rights & {*MAKERS})
    return render(request, "segments/pages/segments.html", ROOM | shown)


@may(*MAKERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, segment_id: int | None = None) -> HttpResponse:
    """Make a segment, or change whom it is for."""
    segment = get_object_or_404(Segment, pk=segment_id) if segment_id else None
    form = SegmentForm(request.POST if request.method == "POST" else None, initial=_facts(segment))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data | {
            "kind": segment.kind if segment else form.cleaned_data["kind"] or Segment.Kind.RULE
        }
        try:
            kept = save_segment(segment, **given, by=request.user)
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("segments:segment", kept.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, form, segment)


@may(*MAKERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A fragment: how many customers the conditions hold for now, and a few of them."""
    size, wrong = None, ""
    try:
        size = size_of(from_editor(request.POST.get("conditions", "")))
    except ValidationError as error:
        wrong = " ".join(error.messages)
    return render(request, "segments/pages/_preview.html", {"size": size, "wrong": wrong})


@may(*MAKERS)
@require_POST
def remove(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Forget it."""
    segment = get_object_or_404(Segment, pk=segment_id)
    try:
        remove_segment(segment, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("segments:edit", segment_id)
    messages.success(request, _("“%s” is gone.") % segment)
    return redirect("segments:segments")


def _facts(segment: Segment | None) -> dict[str, Any]:
    return {name: getattr(segment, name) for name in ("name", "about", "kind")} if segment else {}


def _page(request: HttpRequest, form: SegmentForm, segment: Segment | None) -> HttpResponse:
    sent = form.data.get("conditions", "") if form.is_bound else ""
    kept = segment.conditions if segment and segment.conditions else {"all": []}
    shown = {
        "form": form,
        "segment": segment,
        "conditions": sent or json.dumps(kept),
        "about_conditions": json.dumps(describe(CUSTOMER_FIELDS, asker=None), default=str),
        "wrong": " ".join(form.errors.get("conditions", [])),
    }
    return render(request, "segments/pages/edit.html", ROOM | shown, status=422 if form.errors else 200)
