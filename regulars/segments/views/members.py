"""Who is in a segment, and the segments of one customer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regulars.customers.merging import survivor_of
from regulars.lib.numbers import number_in
from regulars.lib.tables import written
from regulars.segments.actions.list_customers import list_customers
from regulars.segments.finding import named_in
from regulars.segments.models import Segment
from regulars.segments.queries import as_of, members, segments_of
from regulars.segments.rows import exported_members, member_rows, said
from regulars.segments.views.segments import MAKERS, ROOM
from regulars.team.actions.audit import audit
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 50
LARGEST = 5 * 1024 * 1024  # bytes of a table of customers


@login_required
@require_GET
def segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Who is in it, or who has left; those behind a `place`."""
    found, asked = get_object_or_404(Segment, pk=segment_id), request.GET
    who, place = "left" if asked.get("who") == "left" else "in", asked.get("place", "")
    first = number_in(place, digits=8) or 0
    rows = list(members(found, who=who)[first : first + PAGE + 1])
    shown = {"segment": found, "said": said(found), "who": who, "rows": member_rows(rows[:PAGE]), "as_of": as_of()}
    shown |= {"more": first + PAGE if len(rows) > PAGE else None, "may_export": request.user.may(Permission.EXPORT)}
    shown |= {"may_make": bool(request.user.rights & {*MAKERS}), "may_list": request.user.may(Permission.CUSTOMERS)}
    return render(request, "segments/pages/segment.html", ROOM | shown)


@may(Permission.EXPORT)
@require_GET
def export(request: HttpRequest, segment_id: int) -> StreamingHttpResponse:
    """Everybody in it as a table in CSV."""
    found = get_object_or_404(Segment, pk=segment_id)
    audit("segment.exported", by=request.user, on=f"segment:{found.pk}", after={"customers": found.size})
    ids = members(found).values_list("customer_id", flat=True).iterator(chunk_size=5000)
    answer = StreamingHttpResponse(written(exported_members(ids)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="segment-{found.pk}.csv"'
    return answer


@may(Permission.CUSTOMERS)
@require_POST
def put(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Put customers on a list: those of a number or an address, or of a table."""
    found, file = get_object_or_404(Segment, pk=segment_id), request.FILES.get("table")
    try:
        customers = named_in(request.POST.get("who", ""), file.read(LARGEST) if file else b"")
        number = list_customers(found, customers=customers, by=request.user)
        messages.success(request, ngettext("%d came onto the list.", "%d came onto the list.", number) % number)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("segments:segment", found.pk)


@may(Permission.CUSTOMERS)
@require_POST
def take_off(request: HttpRequest, segment_id: int, customer_id: int) -> HttpResponse:
    """Take a customer off a list."""
    found = get_object_or_404(Segment, pk=segment_id)
    try:
        list_customers(found, customers=[customer_id], is_on=False, by=request.user)
        messages.success(request, _("Taken off the list."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("segments:segment", found.pk)


@login_required
@require_GET
def of_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: the segments that a customer is in."""
    shown = {"several": segments_of(survivor_of(customer_id))}
    return render(request, "segments/pages/_of_customer.html", shown)
