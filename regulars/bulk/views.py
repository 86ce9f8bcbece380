"""Doing the same in many conversations: choosing what, watching it, undoing it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regulars.automation.models import Macro
from regulars.bulk.actions.start import MOST, start
from regulars.bulk.actions.stop import stop
from regulars.bulk.actions.take_items import take_item
from regulars.bulk.actions.undo import undo
from regulars.bulk.choosing import all_of, picked
from regulars.bulk.deeds import is_spoken
from regulars.bulk.menus import KINDS, Line, every_line, menu
from regulars.bulk.models import BulkItem, BulkRun
from regulars.conversations.views.answers import stays
from regulars.lib.numbers import number_in

FEW = 3  # conversations that are seen to before we answer; more are the worker's
NAMED = 200  # failures that are named


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start: `step` (JSON), `tag` (a new one) or `macro`, in `numbers`, or with `whole` in all of the list at `address`."""
    try:
        given = request.POST
        numbers = (
            all_of(given.get("address", ""), agent=request.user)
            if given.get("whole")
            else picked(given.get("numbers", ""))
        )
        named = number_in(given.get("macro", ""))
        macro = None if named is None else get_object_or_404(Macro, pk=named)
        begun = start(None if macro else _step(request), macro=macro, conversations=numbers, by=request.user)
    except ValidationError as error:
        return _wrong(request, error)
    return _going(request, begun)


@login_required
@require_POST
def take_back(request: HttpRequest, run_id: int) -> HttpResponse:
    """Undo."""
    try:
        return _going(request, undo(_run(request, run_id), by=request.user))
    except ValidationError as error:
        return _wrong(request, error)


@login_required
@require_POST
def halt(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop."""
    stop(_run(request, run_id), by=request.user)
    return progress_of(request, _run(request, run_id))


@login_required
@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """A fragment: how far it is."""
    return progress_of(request, _run(request, run_id))


@login_required
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """A page: what was done, and what could not be, and why."""
    found = _run(request, run_id)
    failed = found.items.filter(state=BulkItem.State.FAILED).select_related("conversation__customer").order_by("pk")
    visible = [item for item in failed[:NAMED] if request.user.sees_inbox(item.conversation.inbox_id)]
    return render(request, "bulk/pages/run.html", {"room": "inbox", "failed": visible, **_facts(found)})


@login_required
@require_GET
def one_menu(request: HttpRequest, kind: str) -> HttpResponse:
    """A fragment: what can be done with the chosen ones."""
    if kind not in KINDS:
        raise Http404
    groups = menu(kind, agent=request.user, numbers=picked(request.GET.get("numbers", "")))
    return render(request, "bulk/pages/_menu.html", {"groups": groups, "kind": kind})


@login_required
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many conversations are in the list at `address`, as JSON; at most one more than may be chosen."""
    try:
        number = len(all_of(request.GET.get("address", ""), agent=request.user))
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    says = ngettext(
        "All %(number)d in this list are selected.", "All %(number)d in this list are selected.", number
    ) % {"number": number}
    too_many = _("There are more than %d. Narrow the list first.") % MOST
    return JsonResponse({"number": number, "says": says if number <= MOST else too_many, "fits": number <= MOST})


@login_required
@require_GET
def commands(request: HttpRequest) -> HttpResponse:
    """A fragment for the palette: what can be done in the conversation `number`."""
    number = number_in(request.GET.get("number", ""))
    words = request.GET.get("q", "").lower().split()[:8]
    found = every_line(request.user, number=number) if words and number is not None else ()
    fitting = [line for line in found if all(word in line.says.lower() for word in words)][:8]
    lines = [line._asdict() | {"values": json.dumps(_posted(line, str(number)))} for line in fitting]
    return render(request, "bulk/pages/_commands.html", {"lines": lines, "number": number})


def _posted(line: Line, number: str) -> dict[str, str]:
    """What the palette posts for a line: the answer is a toast."""
    return {"numbers": number, "toast": "1", **({"macro": str(line.macro)} if line.macro else {"step": line.step})}


def progress_of(request: HttpRequest, found: BulkRun) -> HttpResponse:
    answer = render(request, "bulk/pages/_progress.html", _facts(found))
    if found.finished_at:
        answer["HX-Trigger"] = json.dumps({"live:inbox": {}, "bulk:ended": {"failed": found.failed}})
    return answer


def _going(request: HttpRequest, found: BulkRun) -> HttpResponse:
    """A few are seen to at once. Others are watched while the worker does them."""
    while found.total <= FEW and take_item(found):
        pass
    found.refresh_from_db()
    if not stays(request):
        return redirect("bulk:run", found.pk)
    if request.POST.get("toast") and found.finished_at:
        says = (
            found.label
            if not found.failed
            else " ".join(found.items.filter(state=BulkItem.State.FAILED).values_list("reason", flat=True))
        )
        undo_address = f"/bulk/{found.pk}/undo" if found.done and not found.undoes_id else ""
        heard: dict[str, Any] = {
            "toast": {"says": says, "undo": undo_address, "values": {"toast": "1"}},
            "live:inbox": {},
        }
        heard |= {f"live:conversation:{number}": {} for number in found.items.values_list("conversation", flat=True)}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(heard)})
    return progress_of(request, found)


def _facts(found: BulkRun) -> dict[str, Any]:
    is_going = found.finished_at is None
    return {
        "run": found,
        "is_going": is_going,
        "may_undo": bool(found.done) and not found.undoes_id and not hasattr(found, "undone_by"),
        "is_spoken": is_spoken(found),
    }


def _run(request: HttpRequest, run_id: int) -> BulkRun:
    """Their own: what somebody does is nobody else's to stop."""
    return get_object_or_404(BulkRun.objects.select_related("macro", "undone_by"), pk=run_id, agent=request.user)


def _step(request: HttpRequest) -> Any:
    """What was chosen; or the tag that was written, where nothing was."""
    if "step" not in request.POST:
        return {"do": "tag", "tag": request.POST.get("tag", "").strip()}
    try:
        return json.loads(request.POST["step"])
    except ValueError:
        return None


def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    says = " ".join(error.messages)
    heard = {"toast": {"says": says}, "bulk:refused": {}}
    return JsonResponse(
        {"errors": error.message_dict}, status=422, headers={"HX-Trigger": json.dumps(heard), "HX-Reswap": "none"}
    )
