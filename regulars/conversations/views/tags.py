"""Settings → Tags: which there are, how often, and what becomes of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations import tagging
from regulars.conversations.actions.merge_tags import merge_tags
from regulars.conversations.actions.remove_tag import remove_tag
from regulars.conversations.actions.save_tag import save_tag
from regulars.conversations.actions.save_tag_rules import save_tag_rules
from regulars.conversations.models import Tag, TagChange
from regulars.conversations.order_forms import MergeTagsForm, TagForm, TagRulesForm
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "tags"}


@may(Permission.ORDER)
@require_http_methods(["GET", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """All of them by name, with how many conversations have each. POST says who makes new ones."""
    if request.method == "POST":
        form = TagRulesForm(request.POST)
        if form.is_valid():
            save_tag_rules(**form.cleaned_data, by=request.user)
            messages.success(request, _("That is kept."))
            return redirect("conversations:tags")
    counted = tagging.counts()
    changing = set(TagChange.objects.values_list("new", flat=True)) | set(
        TagChange.objects.values_list("old", flat=True)
    )
    found = Tag.objects.filter(becomes=None).prefetch_related("former")
    rows = [
        {"tag": tag, "count": _said(counted.get(tag.name, 0)), "is_changing": tag.name in changing} for tag in found
    ]
    rules = TagRulesForm(initial={"makers": tagging.makers()})
    return render(request, "conversations/pages/tags.html", ROOM | {"rows": rows, "rules": rules})


@may(Permission.ORDER)
@require_http_methods(["GET", "POST"])
def one_tag(request: HttpRequest, tag_id: int | None = None) -> HttpResponse:
    """A new tag, or one that there is."""
    tag = get_object_or_404(Tag, pk=tag_id, becomes=None) if tag_id else None
    form = TagForm(request.POST or None, tag=tag)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_tag(tag, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("conversations:tags")
    facts = {"form": form, "title": str(tag) if tag else _("New tag"), "back": "/settings/tags"}
    if tag and not form.is_bound:
        count = _said(tagging.counts().get(tag.name, 0))
        facts |= {"merging": MergeTagsForm(tag=tag), "tag": tag, "count": count}
    return render(request, "conversations/pages/order_form.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.ORDER)
@require_POST
def merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Make one of two."""
    tag = get_object_or_404(Tag, pk=tag_id, becomes=None)
    form = MergeTagsForm(request.POST, tag=tag)
    if form.is_valid():
        merge_tags(tag, into=form.cleaned_data["into"], by=request.user)
        messages.success(
            request,
            _("“%(old)s” becomes “%(new)s”, a few conversations at a time.")
            % {"old": tag, "new": form.cleaned_data["into"]},
        )
    else:
        messages.error(request, _("Choose another tag."))
    return redirect("conversations:tags")


@may(Permission.ORDER)
@require_POST
def remove(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Take it off everywhere, and forget it."""
    tag = get_object_or_404(Tag, pk=tag_id, becomes=None)
    remove_tag(tag, by=request.user)
    messages.success(request, _("“%s” goes, a few conversations at a time.") % tag)
    return redirect("conversations:tags")


def _said(count: int) -> str:
    many = number_format(min(count, tagging.COUNTED), force_grouping=True)
    return many if count < tagging.COUNTED else _("%s or more") % many
