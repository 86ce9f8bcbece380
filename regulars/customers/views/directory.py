"""All customers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.customers.finding import matching
from regulars.customers.models import Customer
from regulars.customers.queries import with_identities
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

PAGE = 50


@login_required
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Customers by their newest, or those that fit the words asked for; `before` goes on behind an id."""
    words = request.GET.get("q", "").strip()[:200]
    found = matching(words)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    customers = list(with_identities(found)[: PAGE + 1])
    more = urlencode({"q": words, "before": customers[PAGE - 1].pk}) if len(customers) > PAGE else ""
    times = Times()
    shown = {"room": "customers", "words": words, "rows": [_row(each, times) for each in customers[:PAGE]], "more": more}
    page = "_customer_rows.html" if request.htmx and before else "directory.html"
    return render(request, f"customers/pages/{page}", shown)


def _row(customer: Customer, times: Times) -> dict[str, object]:
    values = {identity.kind: identity.value for identity in reversed(customer.identities.all())}
    return {
        "customer": customer,
        "face": avatar(str(customer), customer.pk, "small"),
        "email": values.get("email", ""),
        "phone": values.get("phone", ""),
        "since": times.moment(customer.created_at),
    }
