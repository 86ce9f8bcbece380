"""Loyalty programmes: their terms, what other terms would do, and what they have given and owe."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api.given.loyalty import Between, NewProgramme, ProgrammeChanges, TermsGiven
from regulars.api.rows import the_one
from regulars.api.shapes import PageOf
from regulars.api.shapes import loyalty as shapes
from regulars.api.signing_in import needing
from regulars.api.told import loyalty as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.loyalty import report
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Programme
from regulars.loyalty.queries import effect_of
from regulars.loyalty.terms import terms_of, with_changes
from regulars.team.permissions import Permission

router = Router(tags=["Loyalty programmes"])
ALL, ONE = "/loyalty/programmes", "/loyalty/programmes/{int:number}"
RUNS = needing(Permission.LOYALTY)


@router.get(ALL, response=PageOf[shapes.Programme], summary="List loyalty programmes")
def list_programmes(request: HttpRequest) -> HttpResponse:
    """With their terms."""
    return page_of([told.programme(each) for each in Programme.objects.order_by("pk")], None)


@router.get(ONE, response=shapes.Programme, summary="Read a loyalty programme")
def read_programme(request: HttpRequest, number: int) -> HttpResponse:
    """With its terms."""
    return answered(told.programme(the_programme(number)))


@router.post(ALL, auth=RUNS, response={201: shapes.Programme}, summary="Begin a loyalty programme")
def begin_programme(request: HttpRequest, given: NewProgramme) -> HttpResponse:
    """Terms that are left out are as usual."""
    return answered(told.programme(_saved(request, None, given)), status=201)


@router.patch(ONE, auth=RUNS, response=shapes.Programme, summary="Change a loyalty programme")
def change_programme(request: HttpRequest, number: int, given: ProgrammeChanges) -> HttpResponse:
    """New terms are a new version. They hold for what is earned from now on; points keep their dates."""
    return answered(told.programme(_saved(request, the_programme(number), given)))


@router.post(f"{ONE}/preview", auth=RUNS, response=shapes.Effect, summary="What other terms would do to members")
def preview_terms(request: HttpRequest, number: int, given: TermsGiven) -> HttpResponse:
    """Changes nothing."""
    programme = the_programme(number)
    terms = terms_of(with_changes(programme.promised.model_dump(mode="json"), given.terms))
    return answered(effect_of(programme, terms))


@router.get(f"{ONE}/report", auth=RUNS, response=shapes.Report, summary="What a programme has given, and what it owes")
def read_report(request: HttpRequest, number: int, asked: Query[Between]) -> HttpResponse:
    """In points over a time, by the month in which they were issued, and what is outstanding now in money."""
    programme = the_programme(number)
    moved, found = report.movement(programme, since=asked.since, until=asked.until), report.outlook(programme)
    said = {
        "movement": moved,
        "totals": report.totals(programme),
        "worth": report.in_money(programme, moved),
        "vintages": report.vintages(found),
        "liability": report.liability(found),
        "worth_over_time": report.worth_over_time(programme),
    }
    return answered(told.report(said))


def the_programme(number: int) -> Programme:
    return the_one(Programme.objects.filter(pk=number), f"There is no programme {number}")


def _saved(request: HttpRequest, programme: Programme | None, given: ProgrammeChanges) -> Programme:
    facts = given.model_dump(exclude_unset=True)
    terms, for_all = facts.pop("terms", {}), facts.pop("for_all", False)
    return save_programme(programme, facts=facts, terms=terms, for_all=for_all, by=request.auth)
