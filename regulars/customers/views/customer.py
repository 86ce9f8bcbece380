"""One customer: who they are, and everything that happened."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.customers.profile import profile, timeline
from regulars.customers.queries import events_of
from regulars.customers.telling import told
from regulars.lib.numbers import number_in

EVENTS = 30
LOOKED_AT = 500  # events whose sentences are looked through for words, at a time


@login_required
@require_GET
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The customer's own page. Whoever was merged leads to whom they go on as."""
    found = the_customer(customer_id)
    if found.pk != customer_id:
        return redirect(f"/customers/{found.pk}")
    shown = {"room": "customers", **profile(found, events=EVENTS, agent=request.user)}
    return render(request, "customers/pages/customer.html", shown)


@login_required
@require_GET
def events(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: events before the one with the id `before`, of one `sort`, whose sentence has the words `q`."""
    found, asked = the_customer(customer_id), request.GET
    before, words, sort = asked.get("before", ""), asked.get("q", "").strip().lower()[:200], asked.get("sort", "")
    limit = LOOKED_AT if words else EVENTS
    edge = number_in(before)
    older = events_of(found, agent=request.user, before=edge, sort=sort, limit=limit + 1)
    lines = [line for line in told(older[:limit], customer=found) if words in line.sentence.lower()]
    shown = {
        "customer": found,
        "lines": timeline(lines),
        "older": older[limit - 1].pk if len(older) > limit else None,
        "asked": urlencode({"sort": sort, "q": words}) if sort or words else "",
        "before": before,
    }
    return render(request, "customers/pages/_timeline.html", shown)


def the_customer(customer_id: int) -> Customer:
    """Or whom they go on as. Raises Http404."""
    return get_object_or_404(Customer.objects.select_related("company"), pk=survivor_of(customer_id))
