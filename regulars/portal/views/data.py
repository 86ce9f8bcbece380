"""What a customer may ask for of their data: all of it in a file, or to be forgotten."""

from __future__ import annotations

import gzip

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.conversations.files import size
from regulars.portal.actions.ask_erasure import ask_erasure
from regulars.portal.actions.ask_export import ask_export
from regulars.portal.brands import shop_of, site_of
from regulars.portal.guard import signed_in
from regulars.portal.models import Export


@signed_in
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Files that were asked for, and what else may be asked."""
    rows = [{"export": each, "size": size(each.size)} for each in _exports(request).defer("packed")]
    shown = {
        "site": site_of(request, page="data"),
        "rows": rows,
        "is_waiting": any(row["export"].make_at for row in rows),
    }
    return render(request, "portal/pages/data.html", shown)


@signed_in
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Ask for the file."""
    try:
        ask_export(request.customer_session.proof, brand=shop_of(request).brand, language=get_language() or "")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The file is being made. We tell you by mail when it is there."))
    return redirect("portal:data")


@signed_in
@require_GET
def take(request: HttpRequest, export_id: int) -> HttpResponse:
    """Take the file."""
    found = get_object_or_404(_exports(request).filter(make_at=None), pk=export_id)
    response = HttpResponse(gzip.decompress(bytes(found.packed)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data-{found.asked_at:%Y-%m-%d}.json"'
    return response


def _exports(request: HttpRequest) -> QuerySet[Export]:
    theirs = Export.objects.filter(
        proof__circle=request.customer_session.proof.circle, proof__identity__customer=request.customer
    )
    return theirs.exclude(ends_at__lt=timezone.now()).order_by("-pk")


@signed_in
@require_POST
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be forgotten."""
    if "sure" not in request.POST:
        messages.error(request, _("Tick that you know what it means, please."))
        return redirect("portal:data")
    try:
        conversation = ask_erasure(by=request.customer_reader, brand=shop_of(request).brand)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("portal:data")
    messages.success(request, _("We have your request. Somebody looks at it, and then everything goes."))
    return redirect("portal:conversation", conversation.pk)
