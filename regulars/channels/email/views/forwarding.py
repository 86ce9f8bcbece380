"""For admins: does what is written to our public address reach us?"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from regulars.channels.email.actions.check_forwarding import check_forwarding
from regulars.channels.email.forwarding import asked
from regulars.channels.email.models import ForwardingCheck, Mailbox
from regulars.channels.email.suspects import suspects
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "mailboxes"}
LATE = timedelta(minutes=5)  # then we say what may be wrong
GIVEN_UP = timedelta(hours=2)  # then the page stops looking


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def forwarding(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Where to forward to, what others have asked, a test letter, and what became of it."""
    mailbox = get_object_or_404(Mailbox.objects.select_related("inbox"), pk=mailbox_id)
    error = ""
    if request.method == "POST":
        try:
            check_forwarding(mailbox, address=request.POST.get("address", ""), by=request.user)
            return redirect("email:forwarding", mailbox.pk)
        except ValidationError as problem:
            error = " ".join(problem.messages)
    facts = {"mailbox": mailbox, "error": error, "asked": asked(mailbox), "port": settings.SMTP_LISTEN[1]} | _state(
        mailbox
    )
    facts |= {"addresses": [mailbox.address, *mailbox.aliases], "is_local": _stays_here(mailbox)}
    return render(request, "channels/email/pages/forwarding.html", ROOM | facts, status=422 if error else 200)


@may(Permission.CHANNELS)
@require_GET
def progress(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """What became of the test letter, for a page that waits."""
    mailbox = get_object_or_404(Mailbox, pk=mailbox_id)
    return render(request, "channels/email/pages/_forwarding.html", {"mailbox": mailbox} | _state(mailbox))


def _state(mailbox: Mailbox) -> dict[str, object]:
    check = (
        mailbox.forwarding_checks.select_related("letter__inbox", "letter__mailbox", "mailbox").order_by("-pk").first()
    )
    if check is None:
        return {"check": None}
    age = timezone.now() - check.sent_at
    is_late = check.came_at is None and (age > LATE or bool(check.error))
    facts = {"check": check, "is_waiting": not check.came_at and not check.error and age < GIVEN_UP}
    facts |= {"suspects": suspects(check) if is_late and not check.error else [], "took": _took(check)}
    letter = check.letter
    return facts | {"is_elsewhere": bool(letter and letter.mailbox_id and letter.mailbox_id != mailbox.pk)}


def _took(check: ForwardingCheck) -> str:
    if check.came_at is None:
        return ""
    seconds = max(1, round((check.came_at - check.sent_at).total_seconds()))
    if seconds < 100:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    return _("%d minutes") % round(seconds / 60)


def _stays_here(mailbox: Mailbox) -> bool:
    return not mailbox.smtp_host and "LocalMailbox" in settings.EMAIL_BACKEND
