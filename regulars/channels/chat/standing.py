"""What a panel is told before anybody writes: the house's name and colour, its words, and when an answer can be expected."""

from __future__ import annotations

from datetime import datetime, tzinfo
from math import ceil
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.channels.chat.limits import LONGEST
from regulars.channels.chat.models import Widget
from regulars.channels.chat.scripts import EDITION
from regulars.conversations.expecting import expected_wait
from regulars.lib.hours import HoursProblem
from regulars.team.models import Calendar


def standing(widget: Widget) -> dict[str, Any]:
    """All of it, in the widget's language or else the browser's."""
    with translation.override(widget.language or translation.get_language()):
        language = translation.get_language() or "en"
        return {
            "name": widget.name,
            "accent": widget.accent,
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "greeting": widget.greeting or _("Hello! What can we do for you?"),
            "asks_address": widget.asks_address,
            "edition": EDITION,  # of the panel
            "longest": LONGEST,
            "wait": _wait(widget),
            "words": _words(),
        }


def _wait(widget: Widget, now: datetime | None = None) -> str:
    """“Usually here in 4 minutes”, or when we are back, by the hours of the inbox's team and the pace of the last day."""
    now = now or timezone.now()
    team = widget.inbox.team
    calendar = (team.calendar if team else None) or Calendar.objects.filter(is_default=True).first()
    try:
        hours = calendar.as_hours() if calendar else None
    except HoursProblem:
        hours = None
    if hours and not hours.is_open(now):
        return _back(hours.next_open(now), hours.zone)
    wait = expected_wait(widget.inbox, now=now)
    if wait is None:
        return _("We answer here, or by mail when you are gone.")
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if minutes < 90:
        return ngettext("An answer takes about %d minute", "An answer takes about %d minutes", minutes) % minutes
    return ngettext("An answer takes about %d hour", "An answer takes about %d hours", ceil(minutes / 60)) % ceil(
        minutes / 60
    )


def _back(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return _("We answer by mail.")
    there = at.astimezone(zone)
    return _("Back on %(day)s at %(time)s") % {
        "day": date_format(there, "l"),
        "time": date_format(there, "TIME_FORMAT"),
    }


def _words() -> dict[str, str]:
    return {
        "open": _("Help"),
        "close": _("Close the chat"),
        "panel": _("Chat with %s"),
        "talk": _("Conversation"),
        "write": _("Write to us"),
        "send": _("Send"),
        "you": _("You"),
        "sending": _("Sending…"),
        "kept": _("Sent"),
        "offline": _("No connection. What you write is kept, and sent as soon as there is one."),
        "failed": _("The chat could not be opened. Try again in a moment."),
        "ask_address": _("If you have to go, the answer reaches you by mail:"),
        "address": _("Your e-mail address"),
        "keep": _("Keep"),
        "wrong_address": _("Write your e-mail address, such as ada@example.com."),
        "by_mail": _("Answers also go to %s"),
        "too_long": _("That is too long. Send it in two parts."),
        "news": _("A new answer"),
    }
