"""What agents choose for themselves."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.team.forms import ProfileForm
from regulars.team.models import Agent


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, signature, language, time zone, appearance, keys."""
    form = ProfileForm(request.POST or None, instance=Agent.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is kept."))
        return redirect("team:profile")
    shown = {"room": "settings", "page": "profile", "form": form}
    return render(request, "team/pages/profile.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or like the device."""
    if request.POST.get("theme") not in Agent.Theme.values:
        return HttpResponse(_("Choose system, light or dark."), status=422)
    Agent.objects.filter(pk=request.user.pk).update(theme=request.POST["theme"])
    return HttpResponse(status=204)


@login_required
@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """The zone that the browser says it is in."""
    if request.POST.get("time_zone") not in available_timezones():
        return HttpResponse(_("That is no time zone. They look like Europe/Paris."), status=422)
    Agent.objects.filter(pk=request.user.pk, time_zone="").update(time_zone=request.POST["time_zone"])
    return HttpResponse(status=204)
