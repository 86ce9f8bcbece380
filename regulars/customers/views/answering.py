"""How acts on customers and companies answer: open pages are told what changed and what to say; others are led back."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from regulars.customers.models import Company, Customer


def answer(
    request: HttpRequest,
    thing: Customer | Company,
    act: Callable[[], object],
    *,
    says: str,
    undo: dict[str, object] | None = None,
    undo_at: str = "",
    back: str = "",
) -> HttpResponse:
    """Do it; say that it is done, or what is wrong; and let open pages look anew."""
    noun, nouns = ("customer", "customers") if isinstance(thing, Customer) else ("company", "companies")
    heard: dict[str, object] = {}
    try:
        act()
        heard = {f"live:{noun}:{thing.pk}": {}}
    except ValidationError as error:
        says, undo = " ".join(error.messages), None
    if not request.htmx:
        (messages.info if heard else messages.error)(request, says)
        return redirect(back or f"/{nouns}/{thing.pk}")
    heard["toast"] = {"says": says} | ({"undo": undo_at or request.path, "values": undo} if undo else {})
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(heard)})
