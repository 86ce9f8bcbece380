"""Where a reader is: in whose help centre, at which of its addresses, in which language, and who they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from regulars.customers.models import Customer
from regulars.knowledge.hosts import origin_of
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.models.article import Reader
from regulars.lib.languages import base_of
from regulars.team.models import Agent
from regulars.ui.site import Door, Site, Tongue


@dataclass(frozen=True)
class Place:
    """All addresses of a help centre are made here."""

    centre: HelpCentre
    language: str
    reader: Reader
    is_own_host: bool

    @property
    def root(self) -> str:
        """What stands before every address: nothing on the brand's own host."""
        return "" if self.is_own_host else f"/help/{quote(self.centre.slug)}"

    @property
    def is_agent(self) -> bool:
        return isinstance(self.reader, Agent)

    def address(self, *parts: str, language: str = "") -> str:
        """An address on this host: `address("articles", "late-parcel")`."""
        return "/".join([self.root, language or self.language, *map(quote, parts)])

    def canonical(self, *parts: str, language: str = "") -> str:
        """The same, whole, as others are told: never by the name that the request came with."""
        return "/".join([origin_of(self.centre), language or self.language, *map(quote, parts)])


def centre_of(request: HttpRequest, slug: str | None) -> HelpCentre:
    """The help centre that is asked for: by its host, or by its name in the address. Raises Http404."""
    own = getattr(request, "centre", None)
    centre = own if slug is None else HelpCentre.objects.select_related("brand").filter(slug=slug).first()
    if centre is None or not (centre.is_open or isinstance(reader_of(request), Agent)):
        raise Http404
    return centre  # type: ignore[no-any-return]


def reader_of(request: HttpRequest) -> Reader:
    """Who reads: a customer who has signed in, else somebody who works here, else nobody known."""
    if customer := getattr(request, "customer", None):
        return customer  # type: ignore[no-any-return]
    return request.user if request.user.is_authenticated else None


def language_for(request: HttpRequest, centre: HelpCentre) -> str:
    """Of the languages of the centre, the one that this reader likes best."""
    reader = reader_of(request)
    liked = [reader.language] if isinstance(reader, Customer) and reader.language else []
    liked += [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return next(filter(None, (spoken(centre, each) for each in liked)), centre.language)


def spoken(centre: HelpCentre, language: str) -> str:
    """The language as the centre writes it (“pt-BR” for “pt-br” and for “pt”); "" when it does not speak it."""
    wanted = language.lower()
    exact = (each for each in centre.languages if each.lower() == wanted)
    kin = (each for each in centre.languages if base_of(each) == base_of(wanted))
    return next(exact, "") or next(kin, "")


def language_of_words(language: str) -> str:
    """In which language our own words are said on a page of this language: its own where the house speaks it."""
    wanted = language.lower()
    known = dict(settings.LANGUAGES)
    return next((each for each in (wanted, base_of(wanted)) if each in known), settings.LANGUAGE_CODE)


def site_of(place: Place, *, page: str = "help", tongues: Iterable[Tongue] = ()) -> Site:
    """What stands around a page of the help centre. `tongues`: where it can be read in other languages."""
    centre, brand = place.centre, place.centre.brand
    usual = [Tongue(each, place.address(language=each), each == place.language) for each in centre.languages]
    doors = [Door(_("Help"), place.address(), page == "help")]
    if mine := address_of("portal:conversations"):
        doors.append(Door(_("My conversations"), mine))
    return Site(
        name=centre.title or brand.name, home=place.address(), language=place.language, accent=centre.accent,
        logo=logo_of(place), website=brand.website, doors=doors, tongues=list(tongues) or usual,
        foot=[Door(_("News as a feed"), place.address("feed.xml"))],
    )  # fmt: skip


def logo_of(place: Place) -> str:
    """The address of the brand's picture; another one for another picture, so that browsers may keep it."""
    return f"{place.root}/logo/{place.centre.logo[:12]}" if place.centre.logo else ""


def address_of(name: str) -> str:
    """The address of a page on an upper floor, while there is one."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
