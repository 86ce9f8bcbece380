"""Settings → Loyalty: programmes and their terms, and what other terms would do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.forms import ProgrammeForm
from regulars.loyalty.models import Programme
from regulars.loyalty.number_rows import numbers_shown
from regulars.loyalty.queries import effect_of
from regulars.loyalty.terms import terms_of, with_changes
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "loyalty"}


@may(Permission.LOYALTY)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """All of them, and how last night went."""
    rows = [(each, each.sweeps.order_by("-until").first()) for each in Programme.objects.order_by("pk")]
    return render(request, "loyalty/pages/programmes.html", ROOM | {"rows": rows})


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_programme(request: HttpRequest, programme_id: int | None = None) -> HttpResponse:
    """Its terms; with `preview`, what they would do to members."""
    programme = get_object_or_404(Programme, pk=programme_id) if programme_id else None
    form, effect = ProgrammeForm(request.POST or None, programme=programme), None
    if request.method == "POST" and form.is_valid():
        try:
            if programme and "preview" in request.POST:
                effect = effect_of(programme, terms_of(with_changes(form.kept, form.terms())))
            else:
                kept = save_programme(
                    programme,
                    facts=form.facts(),
                    terms=form.terms(),
                    for_all="for_all" in request.POST,
                    by=request.user,
                )
                messages.success(request, _("“%s” is kept.") % kept)
                return redirect("loyalty:programme", kept.pk)
        except ValidationError as error:
            form.refuse(error)
    facts: dict[str, Any] = {"tab": "terms", "form": form, "programme": programme, "effect": effect}
    return render(request, "loyalty/pages/programme.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_GET
def numbers(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What it has given and owes: the last 30 days, by tier, by month of issue, and in money."""
    programme = get_object_or_404(Programme, pk=programme_id)
    return render(request, "loyalty/pages/numbers.html", ROOM | {"tab": "numbers", **numbers_shown(programme)})
