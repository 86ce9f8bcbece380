"""What an address or a form names."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from regulars.loyalty.models import Programme


def named_programme(request: HttpRequest) -> Programme:
    """That of `programme`, or else the first. Raises Http404."""
    named = request.POST.get("programme") or request.GET.get("programme", "")
    found = Programme.objects.filter(pk=int(named)) if is_number(named) else Programme.objects.order_by("pk")
    for programme in found[:1]:
        return programme
    raise Http404


def is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19
