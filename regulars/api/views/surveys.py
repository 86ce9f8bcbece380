"""Surveys, what customers answered, and cases."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from regulars.api import rows
from regulars.api.given.surveys import CaseClosing, CasesAsked, OpinionAsking, OpinionGiven, OpinionsAsked
from regulars.api.points import not_in_the_future
from regulars.api.shapes import PageOf
from regulars.api.shapes import surveys as shapes
from regulars.api.signing_in import needing
from regulars.api.told import surveys as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.automation.capabilities import the_conversation, the_customer
from regulars.lib.refusal import refusal
from regulars.surveys.actions.ask_opinion import ask_customer, ask_opinion
from regulars.surveys.actions.close_case import close_case
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.queries import Span, asking, figure, scores, visible_cases
from regulars.team.permissions import Permission

router = Router(tags=["Opinions"])
ONE = "/surveys/{int:number}"
ASKS, RUNS = needing(Permission.REPLY), needing(Permission.FEEDBACK)
SEES_TO = needing(Permission.REPLY, Permission.FEEDBACK)
LATELY = timedelta(days=90)


@router.get("/surveys", response=PageOf[shapes.Survey], summary="List surveys")
def list_surveys(request: HttpRequest) -> HttpResponse:
    """With their questions."""
    return page_of([told.survey(each) for each in Survey.objects.all()], None)


@router.get(f"{ONE}/figure", response=shapes.Figure, summary="What a survey has come to in the last 90 days")
def read_figure(request: HttpRequest, number: int) -> HttpResponse:
    """Skips are part of the response rate, and of no figure."""
    survey, now = _survey(number), timezone.now()
    span = Span(now - LATELY, now)
    found = Opinion.objects.visible_to(request.auth).filter(survey=survey, at__gte=span.since, at__lt=span.until)
    return answered(told.figure(figure(survey, scores(found)), asking(survey, span)))


@router.post(f"{ONE}/invitations", auth=ASKS, response={201: shapes.Invitation}, summary="Ask a customer")
def ask_for_opinion(request: HttpRequest, number: int, given: OpinionAsking) -> HttpResponse:
    """About a conversation, or about us. Whether they are asked now is decided as for rules; harmless twice."""
    survey, by = _survey(number), request.auth
    if (given.conversation is None) == (given.customer is None):
        raise refusal("conversation", "Name a conversation or a customer.", "missing")
    if given.conversation is not None:
        made = ask_opinion(the_conversation(given.conversation, by=by), survey=survey, by=by)
    else:
        made = ask_customer(the_customer(given.customer, by=by), survey=survey, by=by)
    return answered(told.invitation(made), status=201)


@router.get("/opinions", response=PageOf[shapes.Opinion], summary="List what was answered")
def list_opinions(request: HttpRequest, asked: Query[OpinionsAsked]) -> HttpResponse:
    """What was kept last comes first; about conversations that you may see, or about none."""
    named = {name: getattr(asked, name) for name in ("survey", "customer", "conversation") if getattr(asked, name)}
    return rows.newest(Opinion.objects.visible_to(request.auth).filter(**named), asked, told.opinion)


@router.post("/opinions", auth=RUNS, response={201: shapes.Opinion}, summary="Keep an answer from elsewhere")
def keep_opinion(request: HttpRequest, given: OpinionGiven) -> HttpResponse:
    """Such as a review, or one that your own page has asked for. A low score of a known customer opens a case."""
    by = request.auth
    not_in_the_future(given.at)
    about = the_conversation(given.conversation, by=by) if given.conversation else None
    customer = the_customer(given.customer, by=by) if given.customer else about and about.customer
    words = {name: getattr(given, name) for name in ("author", "language", "place", "at")}
    way = Way("api", customer=customer, conversation=about, key=given.key and f"api:{given.key}", **words)
    kept = give_opinion(_survey(given.survey), given=given.answers, way=way, may_quote=given.may_quote)
    return answered(told.opinion(kept), status=201)


@router.get("/cases", response=PageOf[shapes.Case], summary="List low scores that somebody sees to")
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> HttpResponse:
    """What was opened last comes first."""
    found = visible_cases(request.auth)
    return rows.newest(found.filter(state=asked.state) if asked.state else found, asked, told.case)


@router.post("/cases/{int:number}/close", auth=SEES_TO, response=shapes.Case, summary="Say what came of a case")
def close_one_case(request: HttpRequest, number: int, given: CaseClosing) -> HttpResponse:
    """Harmless twice."""
    case = rows.the_one(visible_cases(request.auth).filter(pk=number), f"There is no case {number}")
    return answered(told.case(close_case(case, by=request.auth, **given.model_dump())))


def _survey(number: int) -> Survey:
    return rows.the_one(Survey.objects.filter(pk=number), f"There is no survey {number}")
