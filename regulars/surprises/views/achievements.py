"""Settings → Achievements: what members can reach."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.loyalty.models import Programme
from regulars.surprises.actions.save_achievement import save_achievement
from regulars.surprises.forms import AchievementForm, said_event
from regulars.surprises.models import Achievement
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "achievements"}


@may(Permission.LOYALTY)
@require_GET
def achievements(request: HttpRequest) -> HttpResponse:
    """All of them, and how often they were reached."""
    reached = Count("rounds", filter=Q(rounds__reached_at__isnull=False))
    found = Achievement.objects.select_related("programme").annotate(began=Count("rounds"), reached=reached)
    rows = [(each, said_event(each.event)) for each in found.order_by("name")]
    facts = {"rows": rows, "has_programme": Programme.objects.exists()}
    return render(request, "surprises/pages/achievements.html", ROOM | facts)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_achievement(request: HttpRequest, achievement_id: int | None = None) -> HttpResponse:
    """What counts, how often, and what there is for it."""
    found = get_object_or_404(Achievement, pk=achievement_id) if achievement_id else Achievement()
    form = AchievementForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_achievement(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % form.instance)
            return redirect("surprises:achievements")
    facts = {"form": form, "achievement": found if found.pk else None}
    return render(request, "surprises/pages/achievement.html", ROOM | facts, status=422 if form.errors else 200)
