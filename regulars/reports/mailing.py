"""When a dashboard goes out, and what stands in the letter."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, time, timedelta
from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regulars.reports.asking import Asked
from regulars.reports.boards import panels_of
from regulars.reports.dashboards import DASHBOARDS
from regulars.reports.drawing import drawn
from regulars.reports.files import paper
from regulars.reports.models import Mailing
from regulars.team.days import house_zone
from regulars.team.models import Agent

# Told by a machine: no vacation answers it, and our own mailboxes know what it is if it comes back.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
PICTURE = "charts"


def next_time(rhythm: str, hour: int, *, after: datetime) -> datetime:
    """The first moment of the rhythm behind `after`, at that hour of the house's clock."""
    zone = house_zone()
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(hour), zone)
        fits = {"daily": True, "weekly": day.weekday() == 0, "monthly": day.day == 1}[rhythm]
        if fits and moment > after:
            return moment
        day += timedelta(days=1)


def letter_for(mailing: Mailing, reader: Agent, *, now: datetime) -> EmailMultiAlternatives:
    """The dashboard up to yesterday as this reader may see it: numbers in words, charts as a picture, and a page to print."""
    board, asked = DASHBOARDS[mailing.dashboard], _asked(mailing, reader, now)
    with reader.spoken_to():
        panels = panels_of(board, asked)
        title = f"{board.name}, {asked.in_words}"
        address = f"{settings.BASE_URL.rstrip('/')}/reports/{board.word}?{asked.address()}"
        shown: dict[str, Any] = {"title": title, "panels": panels, "address": address, "reader": reader}
        letter = EmailMultiAlternatives(
            _("Report: %s") % title,
            render_to_string("reports/pages/letter.txt", shown),
            None,
            [reader.email],
            headers=HEADERS,
        )
        shown["picture"] = _attach_charts(letter, title, panels)
        letter.attach_alternative(render_to_string("reports/pages/letter.html", shown), "text/html")
    return letter


def _attach_charts(letter: EmailMultiAlternatives, title: str, panels: list[Any]) -> str:
    """The name of the picture in the letter; nothing where it could not be drawn: numbers come all the same."""
    if not panels:
        return ""
    try:
        image, page = drawn(paper(title, panels), "png", "pdf")
    except subprocess.SubprocessError:
        return ""
    letter.attach("report.pdf", page, "application/pdf")
    picture = MIMEImage(image, "png")
    picture.add_header("Content-ID", f"<{PICTURE}>")
    picture.add_header("Content-Disposition", "inline", filename="charts.png")
    letter.attach(picture)
    return PICTURE


def _asked(mailing: Mailing, reader: Agent, now: datetime) -> Asked:
    last = now.astimezone(house_zone()).date() - timedelta(days=1)
    conditions = json.dumps(mailing.conditions) if mailing.conditions else ""
    return Asked(last - timedelta(days=mailing.days - 1), last, reader, conditions=conditions)
