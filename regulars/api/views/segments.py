"""Segments: groups of customers by conditions or by hand, and who is in them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from regulars.api import cursors
from regulars.api.given.segments import Conditions, Listing, MembersOf, NewSegment, SegmentChanges
from regulars.api.shapes import PageOf
from regulars.api.shapes import segments as shapes
from regulars.api.signing_in import needing
from regulars.api.told import segments as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.lib.refusal import refusal
from regulars.segments.actions.list_customers import list_customers
from regulars.segments.actions.remove_segment import remove_segment
from regulars.segments.actions.save_segment import save_segment
from regulars.segments.models import Segment
from regulars.segments.queries import members, size_of
from regulars.team.permissions import Permission

router = Router(tags=["Segments"])
ONE = "/segments/{int:number}"
MAKES, LISTS = needing(Permission.LOYALTY, Permission.SHARE), needing(Permission.CUSTOMERS)


@router.get("/segments", response=PageOf[shapes.Segment], summary="Segments")
def segments(request: HttpRequest) -> HttpResponse:
    """By their names."""
    return page_of(told.segments(Segment.objects.order_by("name")), None)


@router.get(ONE, response=shapes.Segment, summary="Read a segment")
def read_segment(request: HttpRequest, number: int) -> HttpResponse:
    return answered(told.segment(get_object_or_404(Segment, pk=number)))


@router.get(f"{ONE}/customers", response=PageOf[shapes.SegmentMember], summary="Who is in a segment")
def customers_in(request: HttpRequest, number: int, asked: Query[MembersOf]) -> HttpResponse:
    """In the order of when it was noticed, the newest first."""
    found, before = members(get_object_or_404(Segment, pk=number), who=asked.who), cursors.read_id(asked.cursor)
    found = found.order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: asked.limit + 1])
    next = cursors.written_id(rows[asked.limit - 1].pk) if len(rows) > asked.limit else None
    return page_of([told.segment_member(row) for row in rows[: asked.limit]], next)


@router.post("/segments", auth=MAKES, response={201: shapes.Segment}, summary="Make a segment")
def make_segment(request: HttpRequest, given: NewSegment) -> HttpResponse:
    """All customers are asked after the answer; whom it begins with is not told on timelines."""
    return answered(told.segment(save_segment(None, **given.model_dump(), by=request.auth)), status=201)


@router.patch(ONE, auth=MAKES, response=shapes.Segment, summary="Change a segment")
def change_segment(request: HttpRequest, number: int, given: SegmentChanges) -> HttpResponse:
    """With other conditions all customers are asked anew."""
    row = get_object_or_404(Segment, pk=number)
    kept = {name: getattr(row, name) for name in ("name", "about", "kind", "conditions")}
    return answered(told.segment(save_segment(row, **kept | given.model_dump(exclude_unset=True), by=request.auth)))


@router.delete(ONE, auth=MAKES, response={204: None}, summary="Remove a segment")
def take_segment_away(request: HttpRequest, number: int) -> HttpResponse:
    """422 while another one asks about it."""
    remove_segment(get_object_or_404(Segment, pk=number), by=request.auth)
    return HttpResponse(status=204)


@router.post(
    "/segments/size", auth=MAKES, response=shapes.SegmentSize, summary="How many customers conditions hold for"
)
def size(request: HttpRequest, given: Conditions) -> HttpResponse:
    """Exact, or where that takes too long by asking one in fifty."""
    found = size_of(given.conditions)
    if found is None:
        raise refusal("conditions", "This takes too long to count at once. Make the segment: its size grows.", "slow")
    return answered({"number": found.number, "is_exact": found.is_exact})


@router.post(
    f"{ONE}/customers", auth=LISTS, response=shapes.Listed, summary="Put customers on a list, or take them off"
)
def list_them(request: HttpRequest, number: int, given: Listing) -> HttpResponse:
    """Harmless twice."""
    row = get_object_or_404(Segment, pk=number)
    return answered({"changed": list_customers(row, **given.model_dump(), by=request.auth)})
