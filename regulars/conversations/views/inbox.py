"""The inbox: which conversations there are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.conversations import queries
from regulars.conversations.forms import Asked, read_cursor, write_cursor
from regulars.conversations.found import found_by
from regulars.conversations.models import Inbox, Topic
from regulars.conversations.rows import ROW_FIELDS, rows
from regulars.conversations.tags import used_tags
from regulars.team.models import Team

PAGE = 50
MOST = 200  # rows that are made anew at once when something changes


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list alone; on a wide screen, beside an invitation to choose."""
    return render(request, "conversations/pages/inbox.html", {"room": "inbox", **the_list(request, limit=PAGE)})


@login_required
@require_GET
def list_alone(request: HttpRequest) -> HttpResponse:
    """A fragment: the list for a page that opened with a conversation, which comes first."""
    return render(request, "conversations/pages/_list.html", the_list(request, limit=PAGE))


@login_required
@require_GET
def list_rows(request: HttpRequest) -> HttpResponse:
    """A fragment: the next rows (`after`), or as many of the first ones as are shown now (`shown`), with fresh tabs."""
    if "after" in request.GET:
        return render(request, "conversations/pages/_rows.html", the_rows(request, limit=PAGE))
    shown = request.GET.get("shown", "")
    limit = min(max(int(shown), PAGE), MOST) if shown.isdecimal() else PAGE
    return render(request, "conversations/pages/_refreshed.html", the_list(request, limit=limit))


@login_required
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """A fragment: what the list can be narrowed to."""
    asked = Asked(request.GET)
    statuses = [("open", _("Open")), ("resolved", _("Resolved")), ("any", _("Open and resolved"))]
    groups = [
        (_("Status"), [(label, asked.address(status=value), asked.status == value) for value, label in statuses]),
        (_("Inbox"), _narrowed(asked, "inbox", Inbox.objects.visible_to(request.user).values_list("pk", "name"))),
        (_("Team"), _narrowed(asked, "team", Team.objects.order_by("name").values_list("pk", "name"))),
        (_("Topic"), _narrowed(asked, "topic", Topic.objects.values_list("pk", "name"))),
        (_("Tag"), _narrowed(asked, "tag", [(tag, tag) for tag in used_tags()[:12]])),
    ]
    shown = {"groups": [group for group in groups if group[1]], "asked": asked, "plain": f"?view={asked.view}"}
    return render(request, "conversations/pages/_filters.html", shown)


def the_list(request: HttpRequest, *, limit: int) -> dict[str, Any]:
    """What the list needs: its tabs with their counts, and its first rows."""
    counts = queries.counts(agent=request.user)
    asked = _asked(request, counts)
    tabs = [_tab(asked, view, label, counts[view]) for view, label in _labels()]
    tabs += [{**_tab(asked, "undelivered", _("Not delivered"), counts["undelivered"]), "is_alarming": True}] if counts["undelivered"] else []
    return {"tabs": tabs, **the_rows(request, limit=limit, asked=asked)}


def the_rows(request: HttpRequest, *, limit: int, asked: Asked | None = None) -> dict[str, Any]:
    asked = asked or Asked(request.GET)
    after = read_cursor(request.GET.get("after", ""))
    wanted = {"agent": request.user, "after": after, "limit": limit, "only": ROW_FIELDS}
    found, behind = found_by(asked.words, asked.choice, **wanted) if asked.words else queries.page(asked.choice, **wanted)
    more = asked.address(after=write_cursor(behind)) if behind else ""
    address = asked.address()
    return {"asked": asked, "address": address, "rows": rows(found, address=address), "more": more, "is_first": after is None}


def _asked(request: HttpRequest, counts: dict[str, int]) -> Asked:
    """Whoever has conversations of their own sees those first."""
    return Asked(request.GET, default_view="mine" if counts["mine"] else "all")


def _labels() -> list[tuple[str, str]]:
    return [("mine", _("Mine")), ("unassigned", _("Unassigned")), ("all", _("All"))]


def _tab(asked: Asked, view: str, label: str, count: int) -> dict[str, Any]:
    said = f"{queries.COUNTED - 1}+" if count >= queries.COUNTED else count
    is_current = asked.view == view and not asked.words
    return {"label": label, "count": said, "address": asked.address(view=view, q=""), "is_current": is_current}


def _narrowed(asked: Asked, name: str, choices: Any) -> list[tuple[str, str, bool]]:
    current = str(asked.filters.get(name, ""))
    return [(label, asked.address(**{name: "" if str(key) == current else key}), str(key) == current) for key, label in choices]
