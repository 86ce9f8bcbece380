"""Reports → By mail: dashboards that go to some of the team again and again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.reports.actions.remove_mailing import remove_mailing
from regulars.reports.actions.save_mailing import save_mailing
from regulars.reports.asking import read
from regulars.reports.dashboards import DASHBOARDS
from regulars.reports.forms import MailingForm, facts_of
from regulars.reports.models import Mailing
from regulars.reports.views.dashboards import about_conversations, frame
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.moments import Times


@may(Permission.SHARE)
@require_GET
def mailings(request: HttpRequest) -> HttpResponse:
    """All of them, and when each goes out next."""
    times = Times()
    rows = [
        {
            "mailing": each,
            "name": DASHBOARDS[each.dashboard].name,
            "readers": ", ".join(reader.name for reader in each.readers.all()),
            "due": times.exact(each.due_at) if each.is_on else "",
        }
        for each in Mailing.objects.prefetch_related("readers").order_by("pk")
        if each.dashboard in DASHBOARDS
    ]
    shown = frame(request, read(request.GET, agent=request.user)) | {"rows": rows, "tab": "mailings"}
    return render(request, "reports/pages/mailings.html", shown)


@may(Permission.SHARE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mailing_id: int | None = None) -> HttpResponse:
    """Have one go out, or change it."""
    mailing = get_object_or_404(Mailing, pk=mailing_id) if mailing_id else None
    begins = facts_of(mailing) | ({"dashboard": request.GET["dashboard"]} if "dashboard" in request.GET else {})
    form = MailingForm(request.POST if request.method == "POST" else None, initial=begins)
    if form.is_bound and form.is_valid():
        try:
            save_mailing(mailing, **form.cleaned_data, by=request.user)
            messages.success(request, _("It goes out from now on."))
            return redirect("reports:mailings")
        except ValidationError as error:
            form.add_error(None, error)
    shown = {"room": "reports", "form": form, "mailing": mailing, "wrong": " ".join(form.errors.get("conditions", []))}
    shown |= about_conversations(request)
    shown["conditions"] = form["conditions"].value() or '{"all": []}'
    return render(request, "reports/pages/mailing.html", shown, status=422 if form.errors else 200)


@may(Permission.SHARE)
@require_POST
def remove(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Let it go out no more."""
    remove_mailing(get_object_or_404(Mailing, pk=mailing_id), by=request.user)
    messages.success(request, _("It goes out no more."))
    return redirect("reports:mailings")
