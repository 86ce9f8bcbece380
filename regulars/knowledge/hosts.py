"""A brand's own address: whoever asks for `help.coffee.example` gets that help centre at its root, and nothing of the desk."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from regulars.knowledge.models import HelpCentre


class CentreHosts:
    """Sets `request.centre`: the help centre whose own address this is, or None. Which hosts are answered at all is said
    by HOUSE_HOSTS (none: all) and by the help centres."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = split_domain_port(request.get_host())[0].rstrip(".")
        request.centre = None if is_of_the_house(host) else centre_at(host)  # type: ignore[attr-defined]
        if request.centre:  # type: ignore[attr-defined]
            request.urlconf = settings.CUSTOMER_URLCONF  # type: ignore[attr-defined]
        elif settings.HOUSE_HOSTS and not validate_host(host, settings.HOUSE_HOSTS):
            raise DisallowedHost(f"{host} is neither in REGULARS_HOSTS nor the address of a help centre")
        return self.get_response(request)


def is_of_the_house(host: str) -> bool:
    """Whether no brand can have this host, so that the database need not be asked: ours, a number, or a name without a dot."""
    if "." not in host or host == urlsplit(settings.BASE_URL).hostname or validate_host(host, settings.HOUSE_HOSTS):
        return True
    try:
        return bool(ip_address(host.strip("[]")))
    except ValueError:
        return False


def centre_at(host: str) -> HelpCentre | None:
    """The help centre with this address of its own."""
    return HelpCentre.objects.select_related("brand").filter(host__iexact=host).first()


def origin_of(centre: HelpCentre) -> str:
    """Where a help centre begins, as others are told: `https://help.coffee.example`, or below the address of the house."""
    house = urlsplit(settings.BASE_URL)
    if not centre.host:
        return f"{settings.BASE_URL}/help/{quote(centre.slug)}"
    return f"{house.scheme}://{centre.host}" + (f":{house.port}" if house.port else "")
