"""Settings → Bringing friends along: what each programme gives for it, and what makes somebody look."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.loyalty.models import Programme
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.forms import SchemeForm
from regulars.referrals.models import Scheme
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "friends"}


@may(Permission.LOYALTY)
@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """Each programme, and whether friends may be brought along; straight to it when there is one alone."""
    programmes = list(Programme.objects.order_by("pk").select_related("scheme"))
    if len(programmes) == 1:
        return redirect("referrals:scheme", programmes[0].pk)
    return render(request, "referrals/pages/schemes.html", ROOM | {"programmes": programmes})


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_scheme(request: HttpRequest, programme_id: int) -> HttpResponse:
    programme = get_object_or_404(Programme, pk=programme_id)
    kept = Scheme.objects.filter(programme=programme).first()
    form = SchemeForm(request.POST or None, instance=kept or Scheme(programme=programme))
    if request.method == "POST" and form.is_valid():
        try:
            save_scheme(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("referrals:scheme", programme.pk)
    facts = {"form": form, "programme": programme}
    return render(request, "referrals/pages/scheme.html", ROOM | facts, status=422 if form.errors else 200)
