"""Where else people of the house may sign in: their company's own directory."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.team.actions.save_way_in import drop_way_in, save_way_in
from regulars.team.guard import may
from regulars.team.models import Role, WayIn
from regulars.team.permissions import Permission
from regulars.team.way_in_form import WayInForm

ROOM = {"room": "settings", "page": "ways_in"}


@may(Permission.ACCESS)
@require_GET
def ways_in(request: HttpRequest) -> HttpResponse:
    """Each of them, and which roles need two factors."""
    strict = list(Role.objects.filter(needs_two_factors=True))
    return render(
        request,
        "team/pages/ways_in.html",
        ROOM | {"ways": WayIn.objects.all(), "strict": strict, "has_saml": settings.HAS_SAML},
    )


@may(Permission.ACCESS)
@require_http_methods(["GET", "POST"])
def one_way_in(request: HttpRequest, way_id: int | None = None) -> HttpResponse:
    """A new one, or one that there is, with the addresses that the other side must be told."""
    way = get_object_or_404(WayIn, pk=way_id) if way_id else WayIn(kind=_kind(request))
    form = WayInForm(request.POST or None, instance=way, by=request.user)
    if request.method == "POST" and form.is_valid():
        save_way_in(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % way)
        return redirect("team:way_in", way.pk)
    facts = {"form": form, "way": way, "told": _told(way) if way.pk else [], "has_saml": settings.HAS_SAML}
    return render(request, "team/pages/way_in.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.ACCESS)
@require_POST
def drop(request: HttpRequest, way_id: int) -> HttpResponse:
    """Take it away."""
    drop_way_in(get_object_or_404(WayIn, pk=way_id), by=request.user)
    messages.success(request, _("Nobody signs in by it any more."))
    return redirect("team:ways_in")


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in WayIn.Kind.values else WayIn.Kind.OIDC


def _told(way: WayIn) -> list[tuple[str, str]]:
    """What the other side must be told, with its name there."""
    base = settings.BASE_URL.rstrip("/")
    if way.kind == WayIn.Kind.OIDC:
        return [(_("Redirect URI"), base + reverse("openid_connect_callback", args=[way.key]))]
    if not settings.HAS_SAML:
        return []
    names = {"saml_acs": _("Assertion consumer service"), "saml_metadata": _("Our metadata and entity id")}
    return [(words, base + reverse(name, args=[way.key])) for name, words in names.items()]
