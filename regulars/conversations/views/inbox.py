"""The inbox: which conversations there are."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect, push_url

from regulars.conversations import queries
from regulars.conversations.forms import Asked, read_cursor, write_cursor
from regulars.conversations.models import Conversation, Inbox, Topic, View
from regulars.conversations.rows import fields_for, rows
from regulars.conversations.sidebar import habits_of, sidebar, the_view, views_of
from regulars.conversations.tags import used_tags
from regulars.conversations.view_lines import panel, tabs
from regulars.conversations.viewing import gone, meaning, written
from regulars.conversations.views.searching import searched
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
def found(request: HttpRequest) -> HttpResponse:
    """A fragment for a search in a page that is open: what is found, and what acts on that. What stands beside it stays."""
    asked = Asked(request.GET)
    if not asked.words:
        return HttpResponseClientRedirect("/inbox")
    shown = the_rows(request, limit=PAGE, asked=asked)
    page = render(request, "conversations/pages/_found.html", {**shown, "is_found": True})
    return push_url(page, _beside(request) + shown["address"])


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
def numbers(request: HttpRequest) -> HttpResponse:
    """What each view holds now, as JSON: {"17": ["4", "counted at 10:42:05"], …}."""
    views = views_of(request.user, habits_of(request.user))
    lines = sidebar(views, Asked(request.GET), agent=request.user)
    return JsonResponse({line.word: [line.count, line.hint] for line in lines})


@login_required
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """A fragment: what the list can be narrowed to."""
    asked = Asked(request.GET)
    statuses = [*Conversation.Status.choices, ("any", _("Open, pending and resolved"))]
    groups = [
        (_("Status"), [(label, asked.address(status=value), asked.status == value) for value, label in statuses]),
        (_("Order"), _narrowed(asked, "sort", View.Sort.choices)),
        (_("Inbox"), _narrowed(asked, "inbox", Inbox.objects.visible_to(request.user).values_list("pk", "name"))),
        (_("Team"), _narrowed(asked, "team", Team.objects.order_by("name").values_list("pk", "name"))),
        (_("Topic"), _narrowed(asked, "topic", Topic.objects.values_list("pk", "name"))),
        (_("Tag"), _narrowed(asked, "tag", [(tag, tag) for tag in used_tags()[:12]])),
    ]
    shown = {"groups": [group for group in groups if group[1]], "asked": asked, "plain": f"?view={asked.view}"}
    return render(request, "conversations/pages/_filters.html", shown)


def the_list(request: HttpRequest, *, limit: int) -> dict[str, Any]:
    """What the list needs: the views with what they hold, and the first rows of the one that is open."""
    habits = habits_of(request.user)
    asked = Asked(request.GET, default_view=_first_view(request))
    views = views_of(request.user, habits)
    lines = sidebar(views, asked, agent=request.user)
    made = next((view for view in views if view.number == asked.number), None)
    few = any(line.is_few for line in lines if line.is_current)
    shown = the_rows(request, limit=limit, asked=asked, made=made, holds_few=few)
    return {"lines": lines, "views": panel(lines), "tabs": tabs(lines), "habits": habits, **shown}


def the_rows(
    request: HttpRequest, *, limit: int, asked: Asked | None = None, made: View | None = None, holds_few: bool = False
) -> dict[str, Any]:
    asked = asked or Asked(request.GET)
    made = made or (the_view(asked.number, agent=request.user) if asked.number else None)
    after = read_cursor(request.GET.get("after", ""))
    columns = tuple(made.columns) if made and made.look == View.Look.TABLE else ()
    wanted = {"agent": request.user, "after": after, "limit": limit, "only": fields_for(columns)}
    shown = {"asked": asked, "address": asked.address(), "made": made, "is_first": after is None}
    shown["heads"] = [(name, View.Column(name).label) for name in columns]
    wrong = _wrong(made, asked)
    try:
        choice = asked.choice(made, holds_few=holds_few)
        if asked.words and not wrong:
            (found, behind), shown["problems"] = searched(asked.words, choice, is_best=asked.is_best, **wanted)
        else:
            found, behind = ([], None) if wrong else queries.page(choice, **wanted)
    except ValidationError as error:
        found, behind, wrong = [], None, " ".join(error.messages)
    more = asked.address(after=write_cursor(behind)) if behind else ""
    missing = ", ".join(gone(meaning(written(made.tree)))) if made and not found else ""
    if asked.words:
        shown |= {"by_newest": asked.address(best=""), "by_best": asked.address(best="1")}
    shown |= {"rows": rows(found, address=shown["address"], columns=columns), "missing": missing}
    return shown | {"more": more, "wrong": wrong, "is_bare": not found and not Inbox.objects.exists()}


def _wrong(made: View | None, asked: Asked) -> str:
    """Why a view cannot be shown."""
    if asked.number and made is None:
        return _("This view is not there any more, or not for you.")
    return meaning(written(made.tree)).wrong if made else ""


def _beside(request: HttpRequest) -> str:
    """The path of the page that a fragment is for: of the conversation that is open in it, or of the list alone."""
    path = urlsplit(request.htmx.current_url or "").path
    return path if re.fullmatch("/inbox/[0-9]+", path) else "/inbox"


def _first_view(request: HttpRequest) -> str:
    """Whoever has conversations of their own sees those first; who searches, all of them."""
    if "view" in request.GET or request.GET.get("q", "").strip():
        return "all"
    mine = queries.conversations(queries.Choice(view="mine", status="open"), agent=request.user)
    return "mine" if mine.exists() else "all"


def _narrowed(asked: Asked, name: str, choices: Any) -> list[tuple[str, str, bool]]:
    current = asked.sort if name == "sort" else str(asked.filters.get(name, ""))
    return [
        (label, asked.address(**{name: "" if str(key) == current else key}), str(key) == current)
        for key, label in choices
    ]
