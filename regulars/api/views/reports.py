"""Metrics: what they mean, what they were over any days, and the conversations behind them."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from regulars.api import cursors
from regulars.api.given.reports import Days, DaysBy, Readings
from regulars.api.shapes import PageOf
from regulars.api.shapes import reports as shapes
from regulars.api.told import reports as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.lib.patience import TookTooLong, patience
from regulars.lib.refusal import refusal
from regulars.reports.asking import LONGEST, Asked
from regulars.reports.beside import of_members
from regulars.reports.drilling import Drill, readings
from regulars.reports.figures import figures
from regulars.reports.metrics import LEVEL, METRICS, Metric
from regulars.team.days import house_today

router = Router(tags=["Reports"])
PATIENCE = 8000  # milliseconds
FARTHEST = 100_000  # values that a reader may go through


@router.get("/metrics", response=PageOf[shapes.Metric], summary="Metrics")
def metrics(request: HttpRequest) -> HttpResponse:
    """Each is defined once, here and in the desk."""
    return page_of([told.metric(each) for each in METRICS.values()], None)


@router.get("/metrics/{slug:word}", response=shapes.MetricFigure, summary="What a metric was")
def read_metric(request: HttpRequest, word: str, given: Query[DaysBy]) -> HttpResponse:
    """Over some days, step by step, beside the days before; of the inboxes that the agent works in."""
    metric, asked = _metric(word), _asked(request, given)
    try:
        with patience(PATIENCE):
            (figure,) = figures([metric], asked)
            members = of_members([metric], asked, by=given.by) if given.by and metric.unit != LEVEL else {}
    except TookTooLong:
        raise _too_much() from None
    return answered(told.figure(figure, asked, members=members, by=given.by if members else ""))


@router.get(
    "/metrics/{slug:word}/readings", response=PageOf[shapes.Reading], summary="The conversations behind a metric"
)
def metric_readings(request: HttpRequest, word: str, given: Query[Readings]) -> HttpResponse:
    """Each value, with the conversation that it was read off."""
    metric, asked = _metric(word), _asked(request, given)
    skip = min(cursors.read_id(given.cursor) or 0, FARTHEST)
    drill = Drill(given.by, given.member, given.order, skip)
    try:
        with patience(PATIENCE):
            found = readings(metric, asked, drill, most=given.limit)
    except TookTooLong:
        raise _too_much() from None
    more = cursors.written_id(skip + given.limit) if len(found) > given.limit else None
    return page_of([told.reading(each) for each in found[: given.limit]], more)


def _metric(word: str) -> Metric:
    if word not in METRICS:
        raise Http404
    return METRICS[word]


def _asked(request: HttpRequest, given: Days) -> Asked:
    last = given.until or house_today()
    first = given.since or last - timedelta(days=29)
    if not 0 <= (last - first).days < LONGEST or first.year < 1990 or last.year > 2200:
        raise refusal("since", _("The first day comes before the last, by six years at most."))
    return Asked(first, last, request.auth, given.hours == "open", given.conditions)


def _too_much() -> Exception:
    return refusal("since", _("That is more than can be looked through at once. Ask for fewer days, or for less."))
