"""What customers will probably do, with how right that was; beside a customer; and what is taken for granted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce.returning import the_terms
from regulars.customers.merging import survivor_of
from regulars.predictions import queries
from regulars.predictions.actions.ask_forecast import ask_forecast
from regulars.predictions.actions.save_assumptions import save_assumptions
from regulars.predictions.forms import AssumptionsForm
from regulars.predictions.models import Assumptions, Forecast
from regulars.predictions.rows import elsewhere, facts_of, prediction_rows
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.moments import Times

PAGE = 50


@login_required
@require_GET
def predictions(request: HttpRequest) -> HttpResponse:
    """Who may leave and who is worth most, and what came of the forecast before."""
    order = request.GET.get("order", "risk")
    order = order if order in queries.ORDERS else "risk"
    newest, last = queries.newest(), Forecast.objects.first()
    rows = prediction_rows(queries.predictions(order=order)[:PAGE])
    facts = {"room": "reports", "tab": "predictions", "order": order, "newest": newest, "last": last, "rows": rows}
    facts |= {"assumed": Assumptions.objects.first() or Assumptions(), "is_waiting": bool(last and not last.ended_at)}
    facts |= {"as_of": Times().on(newest.as_of) if newest else "", "seen": newest.told["seen"] if newest else {}}
    currency = the_terms().currency
    facts |= {"elsewhere": elsewhere(facts["seen"]), "currency": currency}
    parts = facts_of(newest.told if newest else {}, currency=currency)
    return render(request, "predictions/pages/predictions.html", facts | parts)


@may(Permission.LOYALTY)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Predict now."""
    ask_forecast(by=request.user)
    messages.success(request, _("Predictions are being made. Look again in a minute."))
    return redirect("predictions:predictions")


@login_required
@require_GET
def of_one_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: what one customer will probably do, and why we think so."""
    found = queries.of_customer(survivor_of(customer_id))
    return render(
        request, "predictions/pages/_of_customer.html", {"row": prediction_rows([found])[0] if found else None}
    )


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def assumptions(request: HttpRequest) -> HttpResponse:
    """What is taken for granted."""
    form = AssumptionsForm(request.POST or None, instance=Assumptions.objects.first() or Assumptions())
    if request.method == "POST" and form.is_valid():
        save_assumptions(form.save(commit=False), by=request.user)
        messages.success(request, _("It is kept. The next predictions are made on it."))
        return redirect("predictions:assumptions")
    facts = {"room": "settings", "page": "predictions", "form": form}
    return render(request, "predictions/pages/assumptions.html", facts, status=422 if form.errors else 200)
