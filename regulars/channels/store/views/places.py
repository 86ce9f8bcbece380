"""For programme managers: the places that have a till."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.forms import PlaceForm
from regulars.channels.store.models import Place
from regulars.loyalty.models import Programme
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "places"}


@may(Permission.LOYALTY)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """All of them."""
    rows = Place.objects.select_related("programme").annotate(count=Count("slips"))
    shown = {"places": rows, "has_programme": Programme.objects.exists()}
    return render(request, "channels/store/pages/places.html", ROOM | shown)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, place_id: int | None = None) -> HttpResponse:
    """A new place, or one that there is."""
    kept = (
        get_object_or_404(Place, pk=place_id) if place_id else Place(programme=Programme.objects.order_by("pk").first())
    )
    form = PlaceForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _("“%s” is kept.") % save_place(form.instance, by=request.user))
            return redirect("store:places")
        except ValidationError as error:
            form.add_error(None, error)
    shown = {"form": form, "kept": kept}
    return render(request, "channels/store/pages/place.html", ROOM | shown, status=422 if form.errors else 200)
