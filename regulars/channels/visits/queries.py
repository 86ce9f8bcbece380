"""Visits as pages of the desk show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.channels.chat.lines import conversation_of
from regulars.channels.chat.models import Line, Visitor
from regulars.channels.visits.models import HERE, Told, Visit
from regulars.conversations.models import Conversation, Inbox
from regulars.team.models import Agent
from regulars.ui.moments import moment

MOST = 200  # visitors on the page


def visits_for(agent: Agent) -> QuerySet[Visit]:
    """Visits of widgets whose inbox this agent works in."""
    inboxes = Inbox.objects.visible_to(agent)
    return Visit.objects.filter(visitor__widget__inbox__in=inboxes).select_related(
        "visitor__widget", "visitor__customer"
    )


def here_now(agent: Agent) -> list[dict[str, Any]]:
    """Whoever looks at a page now, who came last first."""
    here = visits_for(agent).filter(seen_at__gt=timezone.now() - HERE).order_by("-began_at", "-pk")
    return [_line_of(each) for each in here[:MOST]]


def row_of(visit: Visit) -> dict[str, Any]:
    """A visit in words, with what it led to."""
    answered = [each.greeting.name for each in _answered(visit.visitor)]
    return _line_of(visit) | {"conversation": conversation_of(visit.visitor), "answered": answered}


def _line_of(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "name": name_of(visit.visitor),
        "page": visit.title or _short(visit.page),
        "is_here": visit.is_here,
        "since": moment(visit.page_at),
        "seen": moment(visit.seen_at),
        "began": moment(visit.began_at),
        "referrer": _short(visit.referrer),
        "clock": _clock(visit.time_zone),
        "device": visit.get_device_display(),
        "pages": [{**each, "words": each["title"] or _short(each["page"]), "at": _moment(each["at"])} for each in reversed(visit.pages)],
    }  # fmt: skip


def name_of(visitor: Visitor) -> str:
    """As they are called, or by the first letters of what they are known by."""
    return visitor.name or str(visitor.customer or _("Visitor %s") % visitor.key.hex[:4])


def visit_beside(conversation: Conversation) -> Visit | None:
    """The newest visit of whoever wrote in this chat."""
    visitors = Line.objects.filter(message__conversation=conversation).values("visitor")
    return (
        Visit.objects.filter(visitor__in=visitors)
        .select_related("visitor__widget", "visitor__customer")
        .order_by("-seen_at")
        .first()
    )


def _answered(visitor: Visitor) -> QuerySet[Told]:
    return (
        Told.objects.filter(visitor=visitor, clicked_at__isnull=False)
        .select_related("greeting")
        .order_by("-clicked_at")[:3]
    )


def _short(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _moment(text: str) -> Any:
    at = parse_datetime(text)
    return moment(at) if at else ""


def _clock(zone: str, now: datetime | None = None) -> str:
    """What time it is where they are."""
    return date_format((now or timezone.now()).astimezone(ZoneInfo(zone)), "TIME_FORMAT") if zone else ""
