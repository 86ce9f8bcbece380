"""A step of a guide as it is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.knowledge.actions.move_guide_step import move_guide_step
from regulars.knowledge.actions.remove_guide_step import remove_guide_step
from regulars.knowledge.actions.save_guide_step import save_guide_step
from regulars.knowledge.guide_forms import GuideStepForm
from regulars.knowledge.models import Guide, GuideStep
from regulars.knowledge.views.articles import ROOM
from regulars.knowledge.views.guides import the_guide
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def guide_step(request: HttpRequest, guide_id: int, step_id: int | None = None) -> HttpResponse:
    """A new step, or one that there is: what it says, and where its answers lead."""
    guide = the_guide(guide_id)
    step = the_step(guide, step_id) if step_id else None
    form = GuideStepForm(request.POST or None, guide=guide, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_guide_step(step, guide=guide, facts=form.cleaned_data, options=form.answers, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("knowledge:guide", guide_id)
    facts: dict[str, Any] = {"guide": guide, "step": step, "form": form}
    return render(request, "knowledge/pages/guide_step.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def place_step(request: HttpRequest, guide_id: int, step_id: int) -> HttpResponse:
    """Move to the place `to` of its guide."""
    move_guide_step(the_step(the_guide(guide_id), step_id), to=number_in(request.POST.get("to")) or 1, by=request.user)
    return redirect("knowledge:guide", guide_id)


@may(Permission.KNOWLEDGE)
@require_POST
def remove_step(request: HttpRequest, guide_id: int, step_id: int) -> HttpResponse:
    """Take it out of the draft."""
    step = the_step(the_guide(guide_id), step_id)
    remove_guide_step(step, by=request.user)
    messages.success(request, _("“%s” is gone. Answers that led there lead nowhere now.") % step)
    return redirect("knowledge:guide", guide_id)


def the_step(guide: Guide, step_id: int) -> GuideStep:
    return get_object_or_404(guide.steps.all(), pk=step_id)
