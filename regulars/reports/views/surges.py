"""Reports → Surges: topics about which far more write than usual, with who is affected."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.views.decorators.http import require_GET

from regulars.reports.asking import read
from regulars.reports.models import Surge
from regulars.reports.surging import affected, draft_notice, name_of
from regulars.reports.views.dashboards import frame
from regulars.ui.moments import Times

MOST = 200


@login_required
@require_GET
def surges(request: HttpRequest) -> HttpResponse:
    """What is going on, and what was."""
    times = Times()
    found = Surge.objects.select_related("topic").order_by("-opened_at")[:MOST]
    rows = [
        {
            "surge": each,
            "name": name_of(each),
            "usual": number_format(round(each.usual, 1), 1),
            "opened": times.moment(each.opened_at),
            "closed": times.moment(each.closed_at) if each.closed_at else "",
        }
        for each in found
    ]
    shown = frame(request, read(request.GET, agent=request.user)) | {"rows": rows, "tab": "surges"}
    return render(request, "reports/pages/surges.html", shown)


@login_required
@require_GET
def surge(request: HttpRequest, surge_id: int) -> HttpResponse:
    """One, with the conversations it is made of, and words to begin with for whoever is affected."""
    found = get_object_or_404(Surge.objects.select_related("topic"), pk=surge_id)
    times = Times()
    rows = [
        (each, times.moment(each.created_at))
        for each in affected(found, agent=request.user).select_related("customer")[:MOST]
    ]
    shown = frame(request, read(request.GET, agent=request.user)) | {
        "surge": found,
        "name": name_of(found),
        "rows": rows,
        "tab": "surges",
    }
    shown |= {"draft": draft_notice(found), "usual": number_format(round(found.usual, 1), 1)}
    return render(request, "reports/pages/surge.html", shown)
