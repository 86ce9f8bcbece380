"""Settings → Help centres: one for each brand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.knowledge.actions.remove_redirect import remove_redirect
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.save_logo import save_logo
from regulars.knowledge.forms import CentreForm, in_words
from regulars.knowledge.models import HelpCentre, Redirect
from regulars.team.guard import may
from regulars.team.models import Brand
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "help_centres"}
SHOWN = 200  # redirects


@may(Permission.KNOWLEDGE)
@require_GET
def centres(request: HttpRequest) -> HttpResponse:
    """Each brand, with its help centre or the door to one."""
    brands = Brand.objects.order_by("name").select_related("help_centre")
    return render(request, "knowledge/pages/centres.html", ROOM | {"brands": brands})


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def one_centre(request: HttpRequest, brand_id: int) -> HttpResponse:
    """How it is called and looks, in which languages, and where it is found."""
    brand = get_object_or_404(Brand, pk=brand_id)
    centre = HelpCentre.objects.filter(brand=brand).first()
    form = CentreForm(request.POST or None, centre=centre, brand=brand)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_centre(centre or HelpCentre(brand=brand), **form.cleaned_data, by=request.user)
            _keep_logo(request, kept)
        except ValidationError as error:
            if "logo" in error.message_dict:
                messages.error(request, in_words(error))
            else:
                form.refuse(error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("knowledge:centre", brand_id)
    facts: dict[str, Any] = {"form": form, "brand": brand, "centre": centre}
    if centre:
        facts["redirects"] = (
            Redirect.objects.filter(centre=centre)
            .select_related("article__centre")
            .prefetch_related("article__translations")[:SHOWN]
        )
    return render(request, "knowledge/pages/centre.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def forget_redirect(request: HttpRequest, redirect_id: int) -> HttpResponse:
    """Let an old address lead nowhere any more."""
    old = get_object_or_404(Redirect.objects.select_related("centre"), pk=redirect_id)
    remove_redirect(old, by=request.user)
    messages.success(request, _("“%s” leads nowhere any more.") % old.slug)
    return redirect("knowledge:centre", old.centre.brand_id)


def _keep_logo(request: HttpRequest, centre: HelpCentre) -> None:
    sent = request.FILES.get("logo")
    if sent:
        save_logo(centre, content=sent.read(), by=request.user)
    elif "without_logo" in request.POST:
        save_logo(centre, content=None, by=request.user)
