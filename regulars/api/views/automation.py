"""Rules and macros: what happens by itself, and what an agent does in one go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from regulars.api import cursors, reading, shapes, told
from regulars.api.given import MacroRun, Page
from regulars.api.signing_in import needing
from regulars.automation.actions.run_macro import run_macro
from regulars.automation.capabilities import the_conversation
from regulars.automation.models import Macro, Rule
from regulars.automation.queries import runs_of
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["Rules and macros"])


@router.get("/rules", auth=needing(Permission.AUTOMATION), response=shapes.PageOf[shapes.Rule], summary="Rules")
def rules(request: HttpRequest) -> HttpResponse:
    """In the order in which they are asked."""
    return told.page_of([told.rule(row) for row in Rule.objects.in_order()], None)


@router.get("/rules/{int:number}", auth=needing(Permission.AUTOMATION), response=shapes.Rule, summary="Read a rule")
def read_rule(request: HttpRequest, number: int) -> HttpResponse:
    return told.told(told.rule(get_object_or_404(Rule, pk=number)))


@router.get(
    "/rules/{int:number}/runs",
    auth=needing(Permission.AUTOMATION),
    response=shapes.PageOf[shapes.RuleRun],
    summary="What a rule has done, and why",
)
def runs(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """Newest first. Of the times that it did nothing, a few of the newest."""
    found = list(runs_of(get_object_or_404(Rule, pk=number), before=cursors.read_id(asked.cursor))[: asked.limit + 1])
    rows, more = found[: asked.limit], len(found) > asked.limit
    return told.page_of([told.rule_run(row) for row in rows], cursors.written_id(rows[-1].pk) if more else None)


@router.get("/macros", response=shapes.PageOf[shapes.Macro], summary="Macros")
def macros(request: HttpRequest) -> HttpResponse:
    """By name."""
    return told.page_of([told.macro(row) for row in Macro.objects.order_by("name")], None)


@router.get("/macros/{int:number}", response=shapes.Macro, summary="Read a macro")
def read_macro(request: HttpRequest, number: int) -> HttpResponse:
    return told.told(told.macro(get_object_or_404(Macro, pk=number)))


@router.post("/conversations/{int:number}/run", response=shapes.Conversation, summary="Run a macro")
def run(request: HttpRequest, number: int, given: MacroRun) -> HttpResponse:
    """All of its steps or none. 422 where it is not offered, or a step cannot be done."""
    conversation = the_conversation(number, by=request.auth)
    macro = Macro.objects.filter(pk=given.macro).first()
    if macro is None:
        raise refusal("macro", f"There is no macro {given.macro}.", "unknown")
    run_macro(macro, conversation=conversation, by=request.auth)
    return told.told(reading.conversations([reading.conversation(number, agent=request.auth)])[0])
