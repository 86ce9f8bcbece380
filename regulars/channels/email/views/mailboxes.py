"""For admins: the addresses of the house, and the servers behind them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.channels.email.actions.save_mailbox import save_mailbox
from regulars.channels.email.checking import check
from regulars.channels.email.forms import MailboxForm
from regulars.channels.email.models import Mailbox
from regulars.channels.email.queries import providers_with_troubles
from regulars.channels.email.queues import queues
from regulars.conversations.views.inboxes import first_an_inbox
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "mailboxes"}


@may(Permission.CHANNELS)
@require_GET
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All of them, and how they are."""
    shown = (
        Mailbox.objects.select_related("inbox__brand", "brand", "grant")
        .prefetch_related("providers")
        .order_by("-is_active", "address")
    )
    waiting = queues(shown)
    for each in shown:
        each.queue = waiting.get(each.pk)
    facts = {
        "providers": providers_with_troubles(),
        "mailboxes": shown,
        "port": settings.SMTP_LISTEN[1],
        "is_local": "LocalMailbox" in settings.EMAIL_BACKEND,
    }
    return render(request, "channels/email/pages/mailboxes.html", ROOM | facts)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, mailbox_id: int | None = None) -> HttpResponse:
    """A new mailbox, or one that there is: look at it, try it, keep it."""
    if lead := first_an_inbox(request):
        return lead
    known = get_object_or_404(Mailbox, pk=mailbox_id) if mailbox_id else None
    form = MailboxForm(request.POST or None, instance=known)
    facts = ROOM | {"form": form, "mailbox": known}
    if request.method == "GET":
        return render(request, "channels/email/pages/mailbox.html", facts)
    if not form.is_valid():
        return render(request, "channels/email/pages/mailbox.html", facts, status=422)
    if "try" in request.POST:
        facts |= {"findings": check(form.save(commit=False)), "is_tried": True}
        return render(request, "channels/email/pages/mailbox.html", facts)
    save_mailbox(form.save(commit=False), by=request.user)
    messages.success(request, _("%s is kept.") % form.instance.address)
    return redirect("email:mailboxes")


@may(Permission.CHANNELS)
@require_POST
def switch(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Close a mailbox, or open it again. What it has brought in stays."""
    found = get_object_or_404(Mailbox, pk=mailbox_id)
    found.is_active = not found.is_active
    save_mailbox(found, by=request.user)
    messages.success(request, (_("%s is open.") if found.is_active else _("%s is closed.")) % found.address)
    return redirect("email:mailboxes")
