"""Troubleshooting guides as they are written: the list, and one of them with its steps, its branches and how it helps."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.knowledge.actions.publish_guide import publish_guide
from regulars.knowledge.actions.remove_guide import remove_guide
from regulars.knowledge.actions.restore_guide import restore_guide
from regulars.knowledge.actions.save_guide import save_guide
from regulars.knowledge.actions.unpublish_guide import unpublish_guide
from regulars.knowledge.following import Trail, first_step, trail
from regulars.knowledge.forms import in_words
from regulars.knowledge.guide_forms import GuideForm, NewGuideForm
from regulars.knowledge.guide_rows import report, step_rows, tree
from regulars.knowledge.guiding import drafted, faults
from regulars.knowledge.models import Guide
from regulars.knowledge.places import Place
from regulars.knowledge.views.articles import ROOM, the_centre
from regulars.knowledge.views.site.guides import show
from regulars.lib.conditions import describe
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def guides(request: HttpRequest) -> HttpResponse:
    """Those of a help centre, and the form that begins another."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    form = NewGuideForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"title": form.cleaned_data["title"]}
            made = save_guide(None, centre=centre, language=form.cleaned_data["language"], facts=facts, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("knowledge:guide", made.pk)
    rows = [(each, report(each)) for each in centre.guides.select_related("category__centre").order_by("title", "pk")]
    facts = {"centre": centre, "form": form, "rows": rows}
    return render(request, "knowledge/pages/guides.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Its steps, the branches, what is said of it, and what is still wrong with it."""
    found = the_guide(guide_id)
    form = GuideForm(request.POST or None, guide=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_guide(found, facts=form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("knowledge:guide", guide_id)
    return render(request, "knowledge/pages/guide.html", ROOM | _facts(found, form), status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def act(request: HttpRequest, guide_id: int, verb: str) -> HttpResponse:
    """Publish, unpublish or restore."""
    found = the_guide(guide_id)
    try:
        messages.success(request, ACTS[verb](request, found))
    except ValidationError as error:
        messages.error(request, in_words(error))
    return redirect("knowledge:guide", guide_id)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Throw it away for good."""
    found = the_guide(guide_id)
    remove_guide(found, by=request.user)
    messages.success(request, _("“%s” is gone.") % found)
    return redirect(f"/knowledge/guides?centre={found.centre_id}")


@may(Permission.KNOWLEDGE)
@require_GET
def preview(request: HttpRequest, guide_id: int, key: str = "") -> HttpResponse:
    """The draft, as readers would follow it. Nobody is counted."""
    found = the_guide(guide_id)
    plan, root = drafted(found), reverse("knowledge:preview_guide", args=[guide_id])
    if not key and plan.start:
        return redirect(first_step(plan, root))
    here = trail(plan, root, key, request.GET)
    if here is None:
        messages.info(request, _("Write the first step."))
        return redirect("knowledge:guide", guide_id)
    return show(
        request, Place(found.centre, found.language, request.user, False), found, here, preview_of=_step(here, found)
    )


@may(Permission.NOTE)
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """On with the form to the conversation that it names: what was tried is written there as a note."""
    conversation = number_in(request.POST.get("conversation")) or 0
    return HttpResponse(status=307, headers={"Location": f"/conversations/{conversation}/write"})


def the_guide(guide_id: int) -> Guide:
    """Whoever may write may write all of them."""
    return get_object_or_404(Guide.objects.select_related("centre__brand", "category"), pk=guide_id)


def _facts(found: Guide, form: GuideForm) -> dict[str, Any]:
    plan = drafted(found)
    return {
        "guide": found, "centre": found.centre, "form": form, "rows": step_rows(found, plan), "branches": tree(plan), "report": report(found),
        "wrong": list(faults(plan)), "is_changed": plan.kept() != found.plan, "versions": found.versions.select_related("by")[:20],
        "about_conditions": json.dumps(describe(CUSTOMER_FIELDS, asker=None), default=str), "address": Place(found.centre, found.language, None, False).address("guides", found.slug),
    }  # fmt: skip


def _step(here: Trail, found: Guide) -> str:
    step = found.steps.get(key=here.stop.key)
    return reverse("knowledge:guide_step", args=[found.pk, step.pk])


def _publish(request: HttpRequest, found: Guide) -> str:
    publish_guide(found, by=request.user)
    return _("Readers can follow it.")


def _unpublish(request: HttpRequest, found: Guide) -> str:
    unpublish_guide(found, by=request.user)
    return _("Nobody can follow it any more. The draft stays.")


def _restore(request: HttpRequest, found: Guide) -> str:
    version = get_object_or_404(found.versions, number=number_in(request.POST.get("version")) or 0)
    restore_guide(version, by=request.user)
    return _("The draft is version %d again. Publish it for readers to see it.") % version.number


ACTS = {"publish": _publish, "unpublish": _unpublish, "restore": _restore}
