"""Settings → Effect: who is left out, and what things cost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.experiments.actions.save_costs import save_costs
from regulars.experiments.actions.save_holdout import save_holdout
from regulars.experiments.forms import CostsForm, HoldoutForm
from regulars.experiments.holding import current
from regulars.experiments.models import Costs
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def holdout(request: HttpRequest) -> HttpResponse:
    """Both on one page, kept together."""
    kept = current()
    form = HoldoutForm(request.POST or None, initial={"share": kept.per_cent if kept else 0})
    costs = CostsForm(request.POST or None, instance=Costs.objects.first() or Costs())
    if request.method == "POST" and form.is_valid() and costs.is_valid():
        save_holdout(share=round(form.cleaned_data["share"] * 100), by=request.user)
        save_costs(costs.save(commit=False), by=request.user)
        messages.success(request, _("It is kept."))
        return redirect("experiments:holdout")
    facts = {"room": "settings", "page": "holdout", "form": form, "costs": costs, "kept": kept}
    return render(request, "experiments/pages/holdout.html", facts, status=422 if form.errors or costs.errors else 200)
