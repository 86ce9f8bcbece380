"""For admins: the working hours of the house and of its teams."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.lib.hours import HoursProblem
from regulars.team.actions.save_calendar import drop_calendar, save_calendar
from regulars.team.calendar_form import CalendarForm, OwnDay, subdivisions
from regulars.team.guard import may
from regulars.team.models import Calendar
from regulars.team.opening import days_off, said_now, said_week
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "hours"}
USUAL = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


@may(Permission.QUEUES)
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """All of them, the house's first."""
    several = Calendar.objects.prefetch_related("teams").order_by("-is_default", "name")
    rows = [
        {"calendar": each, "week": said_week(each), "teams": each.teams.all(), **_opening(each)} for each in several
    ]
    return render(request, "team/pages/hours.html", ROOM | {"rows": rows})


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def one_calendar(request: HttpRequest, calendar_id: int | None = None) -> HttpResponse:
    """New hours, or those that there are."""
    calendar = _calendar(request, calendar_id)
    form = CalendarForm(request.POST if request.method == "POST" else None, calendar=calendar)
    if not form.is_bound or not form.is_valid():
        return _form(request, form)
    try:
        save_calendar(calendar, by=request.user)
    except ValidationError as error:
        return _form(request, form, wrong={field: " ".join(said) for field, said in error.message_dict.items()})
    messages.success(request, _("“%s” is kept. What was promised is reckoned anew.") % calendar)
    return redirect("team:hours")


@may(Permission.QUEUES)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A fragment: what the hours in the form mean now, and which days come that are different."""
    form = CalendarForm(request.POST, calendar=Calendar())
    form.is_valid()
    said = " ".join(form.non_field_errors())
    return render(request, "team/pages/_opening.html", {"problem": said} if said else _opening(form.calendar))


@may(Permission.QUEUES)
@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """A fragment: the parts of the chosen country."""
    found = [("", _("the whole country")), *subdivisions(request.GET.get("country", "")[:3])]
    return render(request, "team/pages/_parts.html", {"parts": found})


@may(Permission.QUEUES)
@require_POST
def drop(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Throw them away."""
    calendar = get_object_or_404(Calendar, pk=calendar_id)
    try:
        drop_calendar(calendar, by=request.user)
        messages.success(request, _("“%s” is gone.") % calendar)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team:hours")


def _calendar(request: HttpRequest, calendar_id: int | None) -> Calendar:
    if calendar_id:
        return get_object_or_404(Calendar, pk=calendar_id)
    zone = request.user.time_zone or "UTC"
    return Calendar(hours=USUAL, time_zone=zone, is_default=not Calendar.objects.filter(is_default=True).exists())


def _opening(calendar: Calendar) -> dict[str, Any]:
    """What the calendar says of now; or what is wrong with it."""
    try:
        is_open, said = said_now(calendar, now=timezone.now())
        return {
            "is_open": is_open,
            "now": said,
            "days": days_off(calendar, now=timezone.now()),
            "zone": calendar.time_zone.replace("_", " "),
        }
    except HoursProblem as problem:
        return {"problem": problem.message}


def _form(request: HttpRequest, form: CalendarForm, *, wrong: dict[str, str] | None = None) -> HttpResponse:
    for field in {"name", "time_zone"} & set(wrong or {}):
        form.add_error(field, (wrong or {})[field])
    facts = {
        "form": form,
        "calendar": form.calendar,
        "known": Calendar.objects.filter(pk=form.calendar.pk).first(),
        "wrong": (wrong or {}) | ({"hours": " ".join(form.non_field_errors())} if form.non_field_errors() else {}),
        "blank": OwnDay(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "team/pages/calendar.html", ROOM | facts | _opening(form.calendar), status=status)
