"""Rules and macros: what happens by itself, and what an agent does in one go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from regulars.api import cursors, shapes, told
from regulars.api.doing import now
from regulars.api.given.automation import (
    GoingBack,
    MacroChanges,
    MacroRun,
    Moving,
    NewMacro,
    NewRule,
    RuleChanges,
    Turning,
)
from regulars.api.given.kinds import Page
from regulars.api.signing_in import needing
from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.move import move
from regulars.automation.actions.remove_macro import remove_macro
from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.run_macro import run_macro
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.capabilities import the_conversation
from regulars.automation.models import Macro, Rule
from regulars.automation.queries import runs_of
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["Rules and macros"])
RULE, MACRO = "/rules/{int:number}", "/macros/{int:number}"
RULES, SHARED = needing(Permission.AUTOMATION), needing(Permission.SHARE)


@router.get("/rules", auth=RULES, response=shapes.PageOf[shapes.Rule], summary="Rules")
def rules(request: HttpRequest) -> HttpResponse:
    """In the order in which they are asked."""
    return told.page_of([told.rule(row) for row in Rule.objects.of_house().in_order()], None)


@router.get(RULE, auth=RULES, response=shapes.Rule, summary="Read a rule")
def read_rule(request: HttpRequest, number: int) -> HttpResponse:
    return told.told(told.rule(get_object_or_404(Rule.objects.of_house(), pk=number)))


@router.get(
    f"{RULE}/runs",
    auth=RULES,
    response=shapes.PageOf[shapes.RuleRun],
    summary="What a rule has done, and why",
)
def runs(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """Newest first. Of the times that it did nothing, a few of the newest."""
    found = list(
        runs_of(get_object_or_404(Rule.objects.of_house(), pk=number), before=cursors.read_id(asked.cursor))[
            : asked.limit + 1
        ]
    )
    rows, more = found[: asked.limit], len(found) > asked.limit
    return told.page_of([told.rule_run(row) for row in rows], cursors.written_id(rows[-1].pk) if more else None)


@router.post("/rules", auth=RULES, response={201: shapes.Rule}, summary="Make a rule")
def make_rule(request: HttpRequest, given: NewRule) -> HttpResponse:
    """422 names what is wrong in it: `trigger.after`, `conditions`, `steps.2.priority`."""
    return told.told(told.rule(save_rule(None, **given.model_dump(), by=request.auth)), status=201)


@router.patch(RULE, auth=RULES, response=shapes.Rule, summary="Change a rule")
def change_rule(request: HttpRequest, number: int, given: RuleChanges) -> HttpResponse:
    """A version of its own, unless nothing differs."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=number)
    return told.told(told.rule(save_rule(rule, **rule.facts | given.model_dump(exclude_unset=True), by=request.auth)))


@router.post(f"{RULE}/turn", auth=RULES, response=shapes.Rule, summary="Switch a rule on or off")
def turn_rule(request: HttpRequest, number: int, given: Turning) -> HttpResponse:
    """Harmless twice. One about a wait counts anew."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=number)
    turn(rule, on=given.on, by=request.auth)
    return told.told(told.rule(rule))


@router.post(f"{RULE}/move", auth=RULES, response=shapes.Rule, summary="Give a rule another place in the order")
def move_rule(request: HttpRequest, number: int, given: Moving) -> HttpResponse:
    """Harmless twice."""
    rule = get_object_or_404(Rule.objects.of_house(), pk=number)
    move(rule, to=given.to, by=request.auth)
    return told.told(told.rule(rule))


@router.post(f"{RULE}/back", auth=RULES, response=shapes.Rule, summary="Let a rule be as an earlier version was")
def rule_back(request: HttpRequest, number: int, given: GoingBack) -> HttpResponse:
    """A new version, so it can be undone in the same way."""
    return told.told(
        told.rule(go_back(get_object_or_404(Rule.objects.of_house(), pk=number), to=given.to, by=request.auth))
    )


@router.delete(RULE, auth=RULES, response={204: None}, summary="Take a rule away")
def delete_rule(request: HttpRequest, number: int) -> HttpResponse:
    """With its versions, its log and its timers. What it did stays on the timelines."""
    remove_rule(get_object_or_404(Rule.objects.of_house(), pk=number), by=request.auth)
    return HttpResponse(status=204)


@router.get("/macros", response=shapes.PageOf[shapes.Macro], summary="Macros")
def macros(request: HttpRequest) -> HttpResponse:
    """By name."""
    return told.page_of([told.macro(row) for row in Macro.objects.order_by("name")], None)


@router.get(MACRO, response=shapes.Macro, summary="Read a macro")
def read_macro(request: HttpRequest, number: int) -> HttpResponse:
    return told.told(told.macro(get_object_or_404(Macro, pk=number)))


@router.post("/macros", auth=SHARED, response={201: shapes.Macro}, summary="Make a macro")
def make_macro(request: HttpRequest, given: NewMacro) -> HttpResponse:
    """409 when there is one of this name."""
    return told.told(told.macro(save_macro(None, **given.model_dump(), by=request.auth)), status=201)


@router.patch(MACRO, auth=SHARED, response=shapes.Macro, summary="Change a macro")
def change_macro(request: HttpRequest, number: int, given: MacroChanges) -> HttpResponse:
    """What it did stays done."""
    macro = get_object_or_404(Macro, pk=number)
    facts = {name: getattr(macro, name) for name in MacroChanges.model_fields}
    return told.told(told.macro(save_macro(macro, **facts | given.model_dump(exclude_unset=True), by=request.auth)))


@router.delete(MACRO, auth=SHARED, response={204: None}, summary="Take a macro away")
def delete_macro(request: HttpRequest, number: int) -> HttpResponse:
    """What it did stays done."""
    remove_macro(get_object_or_404(Macro, pk=number), by=request.auth)
    return HttpResponse(status=204)


@router.post("/conversations/{int:number}/run", response=shapes.Conversation, summary="Run a macro")
def run(request: HttpRequest, number: int, given: MacroRun) -> HttpResponse:
    """All of its steps or none. 422 where it is not offered, or a step cannot be done."""
    conversation = the_conversation(number, by=request.auth)
    macro = Macro.objects.filter(pk=given.macro).first()
    if macro is None:
        raise refusal("macro", f"There is no macro {given.macro}.", "unknown")
    run_macro(macro, conversation=conversation, by=request.auth)
    return now(request, number)
