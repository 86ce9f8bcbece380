"""How an agent wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.notifications.actions.choose import choose
from regulars.notifications.models import Wishes
from regulars.notifications.reasons import Reason, Way


class WishesForm(forms.ModelForm):
    class Meta:
        model = Wishes
        fields = ["mail_after", "quiet_from", "quiet_until"]
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("quiet_from", "quiet_until")
        }


@login_required
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """For each reason the ways; quiet hours; how long mail waits; the browsers that ring."""
    kept = Wishes.objects.filter(agent=request.user).first() or Wishes(agent=request.user)
    form = WishesForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid() and _chosen(request, form):
        messages.success(request, _("You will be told as you wish."))
        return redirect("notifications:wishes")
    shown = {"room": "settings", "page": "notifications", "form": form, "ways": Way, "rows": _rows(request, kept)}
    shown["devices"] = request.user.devices.order_by("-created_at")
    return render(request, "notifications/pages/wishes.html", shown, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, form: WishesForm) -> bool:
    ways = {reason: request.POST.getlist(reason) for reason in Reason.values}
    try:
        choose(request.user, ways=ways, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages[0]) if "ways" in error.message_dict else form.add_error(None, error)
        return False
    return True


def _rows(request: HttpRequest, kept: Wishes) -> list[dict[str, Any]]:
    chosen = {
        reason: request.POST.getlist(reason) if request.method == "POST" else kept.ways_for(reason)
        for reason in Reason.values
    }
    return [
        {"reason": reason, "label": reason.label, "ways": [(way, way.label, way in chosen[reason]) for way in Way]}
        for reason in Reason
    ]
