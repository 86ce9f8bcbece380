"""Whose name stands above the page: the brand whose own address was asked, or else the house's."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.commerce.models import Shop as Shops
from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre
from regulars.portal.collected import purse_of
from regulars.surveys.queries import concerns
from regulars.team.models import Brand
from regulars.ui.site import Door, Site


class Shop:
    """Where a customer stands: the brand, its help centre if one is open, and whether the address is the brand's own."""

    def __init__(self, request: HttpRequest) -> None:
        own: HelpCentre | None = getattr(request, "centre", None)
        self.centre = own or HelpCentre.objects.filter(is_open=True).select_related("brand").order_by("pk").first()
        self.only = own.brand if own else None  # whose matters alone are shown here
        self.brand = self.centre.brand if self.centre else _first_brand()
        self.help = ""
        if self.centre and self.centre.is_open:
            self.help = "/" if own else f"/help/{quote(self.centre.slug)}"


def shop_of(request: HttpRequest) -> Shop:
    """Asked once a request."""
    if not hasattr(request, "portal_shop"):
        request.portal_shop = Shop(request)  # type: ignore[attr-defined]
    return request.portal_shop  # type: ignore[attr-defined, no-any-return]


def site_of(request: HttpRequest, *, page: str) -> Site:
    """What stands around a page of the portal; `page` is the door that one stands in."""
    shop = shop_of(request)
    doors = [Door(_("Help"), shop.help)] if shop.help else []
    if request.customer:
        doors.append(Door(_("Conversations"), reverse("portal:conversations"), page == "conversations"))
        if _sells():
            doors.append(Door(_("Orders"), reverse("portal:orders"), page == "orders"))
        if purse_of(request).is_shown:
            doors.append(Door(_("Points"), reverse("portal:points"), page == "points"))
        if _asks(request):
            doors.append(Door(_("Your opinion"), reverse("portal:opinions"), page == "opinions"))
    doors.append(Door(_("New request"), reverse("portal:forms"), page == "ask"))
    if request.customer:
        doors.append(Door(_("Your details"), reverse("portal:details"), page == "details"))
    return Site(
        name=shop.brand.name,
        home=shop.help or reverse("portal:conversations"),
        language=get_language() or "en",
        accent=shop.centre.accent if shop.centre else "",
        website=shop.brand.website,
        doors=doors,
        foot=[Door(_("Your data"), reverse("portal:data"))] if request.customer else [],
    )


def inbox_of(brand: Brand) -> Inbox | None:
    """Where what customers ask of a brand arrives: its oldest inbox, or else the house's."""
    return Inbox.objects.filter(brand=brand).order_by("pk").first() or Inbox.objects.order_by("pk").first()


def _sells() -> bool:
    """Whether any shop is connected: without one there are no orders to look at."""
    return Shops.objects.exists()


def _asks(request: HttpRequest) -> bool:
    """Whether they are asked anything, or may answer something."""
    person = request.customer_reader.details
    return person is not None and concerns(person.pk)


def _first_brand() -> Brand:
    brand = Brand.objects.order_by("pk").first()
    if brand is None:
        raise Http404  # a house without a name has nobody to write to
    return brand
