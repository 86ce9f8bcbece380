"""Companies: all of them, and one with its people."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.customers.actions.merge_companies import merge_companies
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.unmerge_companies import unmerge_companies
from regulars.customers.field_rows import field_rows
from regulars.customers.models import Company, CompanyMerge, Customer
from regulars.customers.queries import companies, with_identities
from regulars.customers.views.answering import answer
from regulars.customers.views.directory import customer_rows
from regulars.customers.views.editing import value_of
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 50


@login_required
@require_GET
def all_companies(request: HttpRequest) -> HttpResponse:
    """By their names; `after` goes on behind one."""
    words, after = request.GET.get("q", "").strip()[:200], request.GET.get("after", "")
    found = list(companies(words, after=number_in(after))[: PAGE + 1])
    people = dict(
        Customer.objects.met().filter(company__in=found).order_by().values_list("company").annotate(Count("pk"))
    )
    rows = [
        {"company": each, "domains": ", ".join(map(str, each.domains.all())), "people": people.get(each.pk, 0)}
        for each in found[:PAGE]
    ]
    more = urlencode({"q": words, "after": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    shown = {
        "room": "customers",
        "rows": rows,
        "words": words,
        "more": more,
        "may_change": request.user.may(Permission.CUSTOMERS),
    }
    return render(request, "customers/pages/companies.html", shown)


@may(Permission.CUSTOMERS)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new company."""
    try:
        company = save_company(Company(), **_given(request), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("customers:companies")
    return redirect("customers:company", company.pk)


@login_required
@require_GET
def company(request: HttpRequest, company_id: int) -> HttpResponse:
    """One company: what we know, its people, their conversations."""
    found = get_object_or_404(Company.objects.prefetch_related("domains"), pk=company_id)
    people = list(with_identities(Customer.objects.met().filter(company=found).order_by("-pk"))[: PAGE + 1])
    rows = field_rows("company", found.attributes)
    keys = {row["field"].key for row in rows}
    shown = {
        "room": "customers",
        "company": found,
        "domains": ", ".join(map(str, found.domains.all())),
        "fields": rows,
        "attributes": sorted((name, value) for name, value in found.attributes.items() if name not in keys),
        "rows": customer_rows(people[:PAGE]),
        "has_more": len(people) > PAGE,
        "parts": found.parts.order_by("pk"),
        "may_change": request.user.may(Permission.CUSTOMERS),
    }
    return render(request, "customers/pages/company.html", shown)


@may(Permission.CUSTOMERS)
@require_POST
def change(request: HttpRequest, company_id: int) -> HttpResponse:
    """Name, domains, notes."""
    found = get_object_or_404(Company, pk=company_id)
    return answer(
        request, found, lambda: save_company(found, **_given(request), by=request.user), says=_("It is kept.")
    )


@may(Permission.CUSTOMERS)
@require_POST
def fields(request: HttpRequest, company_id: int) -> HttpResponse:
    """A custom field: `key` and its `value`, or several."""
    found, key = get_object_or_404(Company, pk=company_id), request.POST.get("key", "")
    undo = {"key": key, "value": found.attributes.get(key, "")}
    act = lambda: save_company(found, attributes={key: value_of(request, "company", key)}, by=request.user)  # noqa: E731
    return answer(request, found, act, says=_("It is kept."), undo=undo)


@may(Permission.CUSTOMERS)
@require_POST
def bring_together(request: HttpRequest, company_id: int) -> HttpResponse:
    """Let this company's people and domains be the one's that `into` names by its number."""
    found, into = get_object_or_404(Company, pk=company_id), request.POST.get("into", "").lstrip("#")
    other = get_object_or_404(Company, pk=number_in(into) or 0)
    back = f"/companies/{other.pk}"
    return answer(
        request,
        found,
        lambda: merge_companies(found, into=other, by=request.user),
        says=_("They are one company now."),
        back=back,
    )


@may(Permission.CUSTOMERS)
@require_POST
def take_apart(request: HttpRequest, company_id: int) -> HttpResponse:
    """Let the company that has this number, and went on in another one, stand by itself again."""
    part = get_object_or_404(CompanyMerge.objects.select_related("into"), number=company_id)
    says, act = _("#%s stands by itself again.") % company_id, lambda: unmerge_companies(part, by=request.user)
    return answer(
        request, part.into, act, says=says, undo={"into": part.into_id}, undo_at=f"/companies/{company_id}/merge"
    )


def _given(request: HttpRequest) -> dict[str, object]:
    given: dict[str, object] = {name: request.POST[name] for name in ("name", "notes") if name in request.POST}
    if "domains" in request.POST:
        given["domains"] = request.POST["domains"].replace(",", " ").split()
    return given
