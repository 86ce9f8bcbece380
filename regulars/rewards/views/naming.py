"""What an address or a form names."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from regulars.lib.numbers import number_in
from regulars.loyalty.models import Programme


def named_programme(request: HttpRequest) -> Programme:
    """That of `programme`, or else the first. Raises Http404."""
    named = number_in(request.POST.get("programme") or request.GET.get("programme", ""))
    found = Programme.objects.order_by("pk") if named is None else Programme.objects.filter(pk=named)
    for programme in found[:1]:
        return programme
    raise Http404
