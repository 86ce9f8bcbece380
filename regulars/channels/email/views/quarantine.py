"""For admins: letters that are held, why, and what to do with them. One or many at a time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regulars.channels.email.actions.delete_letters import delete_letters
from regulars.channels.email.actions.know_sender import know_sender
from regulars.channels.email.actions.release_letters import release_letters
from regulars.channels.email.actions.retry_letters import retry_letters
from regulars.channels.email.models import InboundLetter, MailRules, Reason, SenderRule
from regulars.channels.email.queries import Choice, letters, reasons
from regulars.channels.email.views.ledger import page_of
from regulars.conversations.models import Inbox
from regulars.lib.numbers import number_in, numbers_in
from regulars.live.alarms import close_alarm
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission

Letters = QuerySet[InboundLetter]


@may(Permission.CHANNELS)
@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """What is held, the newest first: `reason` and `q` (in sender and subject) choose. Whoever looks knows of it."""
    choice = _choice(request.GET)
    rules, _is_new = MailRules.objects.update_or_create(pk=1, defaults={"looked_at": timezone.now()})
    close_alarm("letters_held")
    facts = {"choice": choice, "reasons": reasons(), "rules": rules, "room": "settings", "page": "quarantine"}
    facts["inboxes"] = (
        Inbox.objects.order_by("name") if any(each[0] == Reason.UNROUTABLE for each in facts["reasons"]) else ()
    )
    facts["count"] = letters(choice).count()
    return render(request, "channels/email/pages/quarantine.html", facts | page_of(request, choice))


@may(Permission.CHANNELS)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do `act` with the letters in `letter`, or with `all` that `reason` and `q` choose."""
    choice = _choice(request.POST)
    numbers = numbers_in(request.POST.getlist("letter"))
    chosen = letters(choice) if "all" in request.POST else InboundLetter.objects.filter(pk__in=numbers)
    do = ACTS.get(request.POST.get("act", ""))
    if do and ("all" in request.POST or numbers):
        messages.success(request, do(chosen.order_by(), request.user, _inbox(request.POST)))
    else:
        messages.warning(request, _("Choose letters first."))
    asked = {name: value for name, value in (("reason", choice.reason), ("q", choice.words)) if value}
    return redirect(f"/settings/quarantine{'?' if asked else ''}{urlencode(asked)}")


def _inbox(given: QueryDict) -> Inbox | None:
    """Where letters go that belong to no mailbox of ours."""
    return Inbox.objects.filter(pk=number_in(given.get("inbox", ""))).first()


def _release(chosen: Letters, by: Agent, into: Inbox | None) -> str:
    count = release_letters(chosen, by=by, inbox=into)
    return ngettext("%d letter is let in.", "%d letters are let in.", count) % count


def _retry(chosen: Letters, by: Agent, _into: Inbox | None) -> str:
    count = retry_letters(chosen, by=by)
    return ngettext("%d letter is read once more.", "%d letters are read once more.", count) % count


def _delete(chosen: Letters, by: Agent, _into: Inbox | None) -> str:
    count = delete_letters(chosen, by=by)
    return ngettext("%d letter is deleted.", "%d letters are deleted.", count) % count


def _block(chosen: Letters, by: Agent, _into: Inbox | None) -> str:
    """Block whoever wrote these. An address of our own cannot be blocked: whoever forges it is held in any case."""
    senders = sorted({each for each in chosen.values_list("sender", flat=True) if each})
    blocked = []
    for sender in senders:
        try:
            blocked.append(know_sender(sender, verdict=SenderRule.Verdict.BLOCK, by=by).pattern)
        except ValidationError:
            continue
    if not blocked:
        return _("There is nobody to block.")
    return _("Blocked: %s") % ", ".join(blocked[:5]) + ("…" if len(blocked) > 5 else "")


ACTS = {"release": _release, "retry": _retry, "delete": _delete, "block": _block}


def _choice(given: QueryDict) -> Choice:
    return Choice(
        reason=given.get("reason", "")[:200], words=given.get("q", "")[:200].replace("\0", ""), is_troubled=True
    )
