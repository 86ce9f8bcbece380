"""All customers: found, narrowed by conditions, sorted, with the columns one wants, and taken out as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.customers.columns import cells, columns_of, exported, offered
from regulars.customers.listing import about_conditions, page_of, read, rows_of
from regulars.customers.models import Customer
from regulars.lib.patience import TookTooLong
from regulars.lib.tables import written
from regulars.team.actions.audit import audit
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.faces import avatar
from regulars.ui.moments import Times


@login_required
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Customers as they are asked for; `after` goes on behind one."""
    asked, wrong = read(request.GET), ""
    known = offered()
    columns = columns_of(asked.columns, among=known)
    try:
        customers, more = page_of(asked, asker=request.user)
    except ValidationError as error:
        customers, more, wrong = [], "", " ".join(error.messages)
    except TookTooLong:
        customers, more = [], ""
        wrong = _("This takes too long. Ask for less, or have the field indexed (Settings, Fields).")
    shown = {
        "room": "customers",
        "asked": asked,
        "rows": customer_rows(customers, columns),
        "columns": columns,
        "more": more,
    }
    shown |= {
        "wrong": wrong,
        "may_export": request.user.may(Permission.EXPORT),
        "may_change": request.user.may(Permission.CUSTOMERS),
    }
    if request.htmx and asked.after:
        return render(request, "customers/pages/_customer_rows.html", shown)
    shown |= {"about": about_conditions(request.user), "offered": known, "plain": asked.address(after="")}
    return render(request, "customers/pages/directory.html", shown, status=422 if wrong else 200)


@may(Permission.EXPORT)
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same customers as a table in CSV, all of them, as they are read."""
    asked = read(request.GET)
    try:
        found = rows_of(asked, asker=request.user)
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    audit("customers.exported", by=request.user, after={"words": asked.words, "conditions": asked.conditions})
    answer = StreamingHttpResponse(written(exported(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
    return answer


def customer_rows(customers: Sequence[Customer], columns: Iterable[Any] = ()) -> list[dict[str, object]]:
    """`customers` with their identities and company at hand, as rows of a table."""
    times = Times()
    return [
        {
            "customer": each,
            "face": avatar(str(each), each.pk, "small"),
            "cells": shown,
            "since": times.moment(each.created_at),
        }
        for each, shown in zip(customers, cells(customers, columns), strict=True)
    ]
