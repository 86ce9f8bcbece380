"""The shelves of a help centre."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.knowledge.actions.move_category import move_category
from regulars.knowledge.actions.remove_category import remove_category
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.forms import CategoryForm, in_words
from regulars.knowledge.models import Category
from regulars.knowledge.rows import shelves
from regulars.knowledge.views.articles import ROOM, the_centre
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """All of them in their order; each of the first level with those within it."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    rows = shelves(centre, counts=Counter(centre.articles.filter(retired_at=None).values_list("category", flat=True)))
    groups = [
        row | {"within": [each for each in rows if each["category"].parent_id == row["category"].pk]}
        for row in rows
        if not row["is_within"]
    ]
    return render(request, "knowledge/pages/categories.html", ROOM | {"centre": centre, "groups": groups})


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def one_category(request: HttpRequest, category_id: int | None = None) -> HttpResponse:
    """A new category, or one that there is."""
    category = get_object_or_404(Category.objects.select_related("centre"), pk=category_id) if category_id else None
    centre = category.centre if category else the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    form = CategoryForm(request.POST or None, category=category, centre=centre)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_category(category, centre=centre, **form.said, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect(f"/knowledge/categories?centre={centre.pk}")
    facts = {
        "form": form,
        "centre": centre,
        "category": category,
        "title": str(category) if category else _("New category"),
    }
    facts["back"] = f"/knowledge/categories?centre={centre.pk}"
    return render(request, "knowledge/pages/form.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def place_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Move to the place `to` among those beside it."""
    category = get_object_or_404(Category, pk=category_id)
    to = number_in(request.POST.get("to"))
    if not to:
        return HttpResponse(_("A place is a number from 1."), status=422)
    move_category(category, to=to, by=request.user)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect(f"/knowledge/categories?centre={category.centre_id}")


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, category_id: int) -> HttpResponse:
    """Take an empty one away."""
    category = get_object_or_404(Category.objects.select_related("centre"), pk=category_id)
    try:
        remove_category(category, by=request.user)
    except ValidationError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("“%s” is gone.") % category)
    return redirect(f"/knowledge/categories?centre={category.centre_id}")
