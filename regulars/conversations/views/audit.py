"""The audit log: who changed what, when, from what to what; and all of it as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from regulars.conversations.audited import Asked, Change, changes
from regulars.conversations.differing import Names, lines
from regulars.conversations.models import Inbox
from regulars.customers.timeline import position
from regulars.lib.tables import harmless
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.guard import allow, may
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission

PAGE = 50
LOOKED = 200_000  # events of the timeline that the page looks through for somebody, or for a kind; files have all
COLUMNS = ("at", "by", "kind", "words", "about", "before", "after")


@may(Permission.AUDIT)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The newest changes, or those asked for."""
    asked, kept = _asked(request), request.GET.copy()
    kept.pop("before", None)
    rows = list(islice(changes(asked, agent=request.user, looked=LOOKED), PAGE + 1))
    names = _names(request.user)
    facts = {
        "rows": [(each, lines(each.before, each.after, names=names)) for each in rows[:PAGE]],
        "older": _place(asked, rows[:PAGE]) if len(rows) > PAGE else "",
        "kept": kept.urlencode(),
        "is_bounded": not asked.about and (asked.agent or asked.kind or len(rows) <= PAGE) and position() > LOOKED,
        "asked": request.GET,
        "agents": [(each.pk, each.name, each.pk == asked.agent) for each in Agent.objects.order_by("name", "pk")],
    }
    return render(request, "conversations/pages/audit.html", {"room": "settings", "page": "audit", **facts})


@may(Permission.AUDIT)
@require_GET
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """As CSV, or as one JSON object a line. Taking it out is a line of it."""
    allow(request.user, Permission.EXPORT)
    words = {name: storable(value) for name, value in request.GET.items()}
    audit("audit.exported", by=request.user, after={"as": form, "asked": words})
    rows = changes(_asked(request), agent=request.user)
    write = _as_csv if form == "csv" else _as_json
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    name = f"audit-{timezone.localdate()}.{'csv' if form == 'csv' else 'jsonl'}"
    return StreamingHttpResponse(
        write(rows), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _asked(request: HttpRequest) -> Asked:
    form = request.GET
    agent = form.get("agent", "")
    entry, _, event = form.get("before", "").partition("-")
    return Asked(
        agent=_number(agent),
        kind=form.get("kind", "").strip().replace("\x00", "")[:64],
        about=form.get("about", "").strip().replace("\x00", "")[:120],
        since=_day(form.get("since", "")),
        until=_day(form.get("until", ""), days=1),
        source=form.get("source", ""),
        before_entry=_number(entry),
        before_event=_number(event),
    )


def _place(asked: Asked, rows: list[Change]) -> str:
    """Where a page ends, in each of the two that it is read from: times are no place, as several things have the same."""
    entry = min((each.number for each in rows if not each.is_event), default=asked.before_entry)
    event = min((each.number for each in rows if each.is_event), default=asked.before_event)
    return "-".join("" if number is None else str(number) for number in (entry, event))


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else None


def _day(written: str, *, days: int = 0) -> datetime | None:
    """When it begins, or one so many days later."""
    try:
        day = parse_date(written)
        return timezone.make_aware(datetime(day.year, day.month, day.day) + timedelta(days=days)) if day else None
    except (ValueError, OverflowError):
        return None


def _names(agent: Agent) -> Names:
    """Who and what is meant by the numbers in facts."""
    agents = dict(Agent.objects.values_list("pk", "name"))
    inboxes = dict(Inbox.objects.visible_to(agent).values_list("pk", "name"))
    return {
        "agent": agents,
        "assignee": agents,
        "owner": agents,
        "team": dict(Team.objects.values_list("pk", "name")),
        "inbox": inboxes,
    }


def _as_csv(rows: Iterator[Change]) -> Iterator[str]:
    class Line:
        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Line())
    yield writer.writerow(COLUMNS)
    for each in rows:
        yield writer.writerow([harmless(value) for value in _values(each).values()])


def _as_json(rows: Iterator[Change]) -> Iterator[str]:
    for each in rows:
        yield json.dumps(_values(each) | {"before": each.before, "after": each.after}, ensure_ascii=False) + "\n"


def _values(change: Change) -> dict[str, str]:
    facts = {
        "before": json.dumps(change.before, ensure_ascii=False),
        "after": json.dumps(change.after, ensure_ascii=False),
    }
    return {
        "at": change.at.isoformat(),
        "by": change.by,
        "kind": change.kind,
        "words": change.words,
        "about": change.about,
        **facts,
    }
