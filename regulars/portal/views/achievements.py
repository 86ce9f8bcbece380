"""What a member can reach, and how far they are."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.loyalty.models import Account
from regulars.portal.brands import site_of
from regulars.portal.collected import purse_of
from regulars.portal.guard import signed_in
from regulars.portal.views.points import chosen
from regulars.surprises.queries import Progress, achievements_of
from regulars.ui.moments import Times

INSTANT = timedelta(microseconds=1)


@signed_in
@require_safe
def achievements(request: HttpRequest) -> HttpResponse:
    """Of the first programme, or of `programme`."""
    member = chosen(request, purse_of(request))
    rows = [_row(each, member) for each in achievements_of(member)]
    facts = {"site": site_of(request, page="points"), "member": member, "rows": rows}
    return render(request, "portal/pages/achievements.html", facts)


def _row(said: Progress, member: Account) -> dict[str, object]:
    achievement, round, zone = said.achievement, said.round, member.programme.clock.zone
    is_on = round is not None and round.ends_at is not None and said.many < achievement.many
    times = Times()
    return {
        "achievement": achievement,
        "many": said.many,
        "times": said.times,
        "is_reached": said.many >= achievement.many,
        "gives": member.programme.said(achievement.points) if achievement.points else "",
        "until": times.on((round.ends_at - INSTANT).astimezone(zone).date()) if is_on and round else "",
    }
