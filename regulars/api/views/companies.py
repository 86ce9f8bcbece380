"""Companies, with their people's domains."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import cursors, shapes, told
from regulars.api.given.companies import CompaniesAsked, CompanyChanges, NewCompany
from regulars.api.signing_in import needing
from regulars.customers.actions.save_company import save_company
from regulars.customers.models import Company
from regulars.customers.queries import companies
from regulars.team.permissions import Permission

router = Router(tags=["Companies"])
ONE = "/companies/{int:number}"
CHANGING = needing(Permission.CUSTOMERS)


@router.get("/companies", response=shapes.PageOf[shapes.Company], summary="List or search companies")
def list_companies(request: HttpRequest, asked: Query[CompaniesAsked]) -> HttpResponse:
    """By name."""
    rows = list(companies(asked.search, after=cursors.read_id(asked.cursor))[: asked.limit + 1])
    next = cursors.written_id(rows[asked.limit - 1].pk) if len(rows) > asked.limit else None
    return told.page_of([told.company(row) for row in rows[: asked.limit]], next)


@router.post("/companies", auth=CHANGING, response={201: shapes.Company}, summary="Add a company")
def add_company(request: HttpRequest, given: NewCompany) -> HttpResponse:
    """409 when a domain is another company's."""
    company = save_company(Company(), **given.model_dump(exclude_unset=True), by=request.auth)
    return told.told(told.company(_company(company.pk)), status=201)


@router.get(ONE, response=shapes.Company, summary="Read a company")
def read_company(request: HttpRequest, number: int) -> HttpResponse:
    return told.told(told.company(_company(number)))


@router.patch(ONE, auth=CHANGING, response=shapes.Company, summary="Change a company")
def change_company(request: HttpRequest, number: int, given: CompanyChanges) -> HttpResponse:
    """What is left out stays as it is."""
    save_company(_company(number), **given.model_dump(exclude_unset=True), by=request.auth)
    return told.told(told.company(_company(number)))


def _company(number: int) -> Company:
    row = Company.objects.prefetch_related("domains").filter(pk=number).first()
    if row is None:
        raise Http404(f"There is no company {number}")
    return row
