"""For admins: every letter that reached us, and what became of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.channels.email.actions.retry_letters import retry_letters
from regulars.channels.email.mime.header_block import BLANK_LINE, LONGEST
from regulars.channels.email.models import InboundLetter, Reason
from regulars.channels.email.parse_apart import parse_apart
from regulars.channels.email.queries import Choice
from regulars.channels.email.queries import letters as letters_of
from regulars.channels.email.views.frames import framed
from regulars.channels.email.views.originals import as_file
from regulars.conversations.models import Inbox
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 50
State = InboundLetter.State


@may(Permission.CHANNELS)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The newest first; `state` chooses."""
    state = request.GET.get("state", "")
    facts = {"states": State.choices, "state": state, "room": "settings", "page": "letters"}
    return render(request, "channels/email/pages/letters.html", facts | page_of(request, Choice(state=state)))


@may(Permission.CHANNELS)
@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A look at one letter, held or not: who, what, why, and what servers found out."""
    row, content = _found(request, letter_id)
    facts = {"row": row, "letter": parse_apart(content) if content else None, "room": "settings", "page": "letters"}
    facts |= {
        "headers": _headers(content),
        "is_held": row.state == State.QUARANTINED,
        "is_failed": row.state == State.FAILED,
    }
    facts["inboxes"] = Inbox.objects.order_by("name") if facts["is_held"] and row.reason == Reason.UNROUTABLE else ()
    return render(request, "channels/email/pages/letter.html", facts)


@may(Permission.CHANNELS)
@require_GET
def body(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter's HTML, for its frame."""
    return framed(parse_apart(_found(request, letter_id)[1]).html)


@may(Permission.CHANNELS)
@require_GET
def original(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as it came."""
    row, content = _found(request, letter_id)
    if row.state == State.DELETED:
        raise Http404
    return as_file(content, name=f"letter-{row.pk}.eml")


@may(Permission.CHANNELS)
@require_POST
def retry(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take it once more."""
    retry_letters(InboundLetter.objects.filter(pk=letter_id), by=request.user)
    return redirect(f"/settings/letters?state={request.POST.get('state', '')}")


def page_of(request: HttpRequest, choice: Choice) -> dict[str, object]:
    """What a list of letters shows: the rows from `before` on, and where the next page begins."""
    before = number_in(request.GET.get("before", ""))
    found = letters_of(choice)
    rows = list(found.filter(pk__lt=before) if before is not None else found)[:PAGE]
    return {
        "rows": rows,
        "older": rows[-1].pk if len(rows) == PAGE else None,
        "before": "" if before is None else before,
    }


def _found(request: HttpRequest, letter_id: int) -> tuple[InboundLetter, bytes]:
    row = get_object_or_404(InboundLetter.objects.select_related("raw", "mailbox"), pk=letter_id)
    return row, b"" if row.state == State.DELETED else bytes(row.raw.content)


def _headers(content: bytes) -> str:
    """The headers as they stand there, for who wants to see for themselves."""
    beginning = content[:LONGEST].lstrip(b"\r\n")
    blank = BLANK_LINE.search(beginning)
    return beginning[: blank.start() if blank else 4096].decode("utf-8", "replace")
