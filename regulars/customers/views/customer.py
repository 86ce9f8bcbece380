"""One customer: who they are, and everything that happened."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from regulars.customers.models import Customer
from regulars.customers.profile import profile, timeline
from regulars.customers.queries import events_of
from regulars.customers.telling import told

EVENTS = 30


@login_required
@require_GET
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The customer's own page."""
    found = the_customer(customer_id)
    return render(request, "customers/pages/customer.html", {"room": "customers", **profile(found, events=EVENTS)})


@login_required
@require_GET
def events(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: the events before the one with the id `before`."""
    found = the_customer(customer_id)
    before = request.GET.get("before", "")
    older = events_of(found, before=int(before) if before.isdecimal() and len(before) < 19 else None, limit=EVENTS + 1)
    lines = timeline(told(older[:EVENTS], customer=found))
    shown = {"customer": found, "lines": lines, "older": older[EVENTS - 1].pk if len(older) > EVENTS else None}
    return render(request, "customers/pages/_timeline.html", shown)


def the_customer(customer_id: int) -> Customer:
    return get_object_or_404(Customer.objects.select_related("company"), pk=customer_id)
