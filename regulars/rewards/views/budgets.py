"""Settings → Goodwill: who may give how much."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.loyalty.models import Programme
from regulars.rewards.actions.remove_budget import remove_budget
from regulars.rewards.actions.save_budget import save_budget
from regulars.rewards.actions.save_paying import save_paying
from regulars.rewards.budget_form import BudgetForm, PayingForm, budget_rows, paying_of, value_of
from regulars.rewards.models import Budget
from regulars.rewards.views.naming import named_programme
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "budgets"}


@may(Permission.LOYALTY)
@require_GET
def budgets(request: HttpRequest) -> HttpResponse:
    """All of them, by programme."""
    programmes = list(Programme.objects.order_by("pk"))
    return render(request, "rewards/pages/budgets.html", ROOM | {"rows": budget_rows(), "programmes": programmes})


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_budget(request: HttpRequest, budget_id: int | None = None) -> HttpResponse:
    """A new one, or one that there is."""
    budget = get_object_or_404(Budget, pk=budget_id) if budget_id else Budget(programme=named_programme(request))
    form = BudgetForm(request.POST if request.method == "POST" else None, instance=budget)
    if form.is_bound and form.is_valid():
        try:
            save_budget(form.filled(), by=request.user)
            messages.success(request, _("The budget is kept."))
            return redirect("rewards:budgets")
        except ValidationError as error:
            form.add_error(None, error)
    facts = {"form": form, "budget": budget, "programme": budget.programme}
    return render(request, "rewards/pages/budget.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_POST
def remove(request: HttpRequest, budget_id: int) -> HttpResponse:
    """These are not bounded any more."""
    remove_budget(get_object_or_404(Budget, pk=budget_id), by=request.user)
    messages.success(request, _("The budget is removed."))
    return redirect("rewards:budgets")


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def paying(request: HttpRequest, programme_id: int) -> HttpResponse:
    """How members pay with points."""
    programme = get_object_or_404(Programme, pk=programme_id)
    form = PayingForm(request.POST if request.method == "POST" else None, instance=paying_of(programme))
    if form.is_bound and form.is_valid():
        try:
            save_paying(form.instance, by=request.user)
            messages.success(request, _("“%s” is kept.") % programme)
            return redirect("rewards:budgets")
        except ValidationError as error:
            form.add_error(None, error)
    facts = {"form": form, "programme": programme, "value": value_of(programme)}
    return render(request, "rewards/pages/paying.html", ROOM | facts, status=422 if form.errors else 200)
