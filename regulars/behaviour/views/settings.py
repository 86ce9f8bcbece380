"""Settings → Tracking: who tells us, what is done there, and what is computed from it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.behaviour.actions.forget_refused import forget_refused
from regulars.behaviour.actions.note_deed import note_deed
from regulars.behaviour.actions.save_figure import remove_figure, save_figure
from regulars.behaviour.actions.save_source import save_source
from regulars.behaviour.actions.want_deed import want_deed
from regulars.behaviour.forms import FigureForm, SourceForm
from regulars.behaviour.models import Arrival, Deed, Figure, Source
from regulars.behaviour.queries import deeds, deeds_of, figures_of, visits_of
from regulars.customers.merging import survivor_of
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "tracking"}


@may(Permission.CHANNELS)
@require_GET
def tracking(request: HttpRequest) -> HttpResponse:
    """All sources, what they have told, and the figures."""
    trouble = Count("arrivals", filter=~Q(arrivals__error=""))
    shown = {"sources": Source.objects.annotate(trouble=trouble).order_by("name"), "deeds": deeds()}
    shown["figures"] = Figure.objects.select_related("deed").order_by("label")
    return render(request, "behaviour/pages/tracking.html", ROOM | shown)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, source_id: int | None = None) -> HttpResponse:
    """Its key, how it is connected, and what could not be taken."""
    found = get_object_or_404(Source, pk=source_id) if source_id else Source()
    form = SourceForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        try:
            save_source(form.instance, by=request.user)
            messages.success(request, _("“%s” is kept.") % form.instance)
            return redirect("behaviour:source", form.instance.pk)
        except ValidationError as error:
            form.refuse(error)
    house = request.build_absolute_uri("/").rstrip("/")
    shown = {
        "form": form,
        "source": found,
        "house": house,
        "failed": Arrival.objects.filter(source=found.pk).exclude(error="")[:20],
    }
    return render(request, "behaviour/pages/source.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_POST
def note(request: HttpRequest, deed_id: int) -> HttpResponse:
    """Whether timelines tell of this, or whether it is kept at all."""
    deed, said = get_object_or_404(Deed, pk=deed_id), request.POST
    if "on" in said:
        note_deed(deed, is_noted=said["on"] == "1", by=request.user)
    if "wanted" in said:
        want_deed(deed, is_wanted=said["wanted"] == "1", by=request.user)
    return redirect("behaviour:tracking")


@may(Permission.CHANNELS)
@require_POST
def clear(request: HttpRequest, source_id: int) -> HttpResponse:
    """Forget what could not be taken."""
    forget_refused(get_object_or_404(Source, pk=source_id), by=request.user)
    return redirect("behaviour:source", source_id)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, figure_id: int | None = None) -> HttpResponse:
    """What is reckoned, of what, over how many days."""
    found = get_object_or_404(Figure, pk=figure_id) if figure_id else Figure()
    form = FigureForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        try:
            save_figure(form.instance, by=request.user)
            messages.success(request, _("“%s” is kept.") % form.instance)
            return redirect("behaviour:tracking")
        except ValidationError as error:
            form.refuse(error)
    shown = {"form": form, "figure": found}
    return render(request, "behaviour/pages/figure.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_POST
def forget_figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    """Reckon it no more."""
    remove_figure(get_object_or_404(Figure, pk=figure_id), by=request.user)
    messages.success(request, _("The figure is gone."))
    return redirect("behaviour:tracking")


@login_required
@require_GET
def of_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: a customer's visits, what they did last, and the figures about them."""
    person = survivor_of(customer_id)
    shown = {"visits": visits_of(person), "deeds": deeds_of(person), "figures": figures_of(person)}
    return render(request, "behaviour/pages/_of_customer.html", shown)
