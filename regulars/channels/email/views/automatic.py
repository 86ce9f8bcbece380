"""For admins: letters that nobody writes, what they say, and whether they leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.channels.email.acknowledgement_form import AcknowledgementForm
from regulars.channels.email.actions.resume import resume
from regulars.channels.email.actions.save_acknowledgement import save_acknowledgement
from regulars.channels.email.automatic import DAILY, HOURLY, MOST_FROM_ONE, MOST_TO_ALL
from regulars.channels.email.models import Acknowledgement, Silence
from regulars.conversations.models import Inbox
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "automatic"}
LIMITS = {"hourly": HOURLY, "daily": DAILY, "from_one": MOST_FROM_ONE, "to_all": MOST_TO_ALL}


@may(Permission.AUTOMATION)
@require_GET
def automatic(request: HttpRequest) -> HttpResponse:
    """What has stopped, and which inboxes say that letters have come."""
    known = Acknowledgement.objects.in_bulk()
    inboxes = [(inbox, known.get(inbox.pk)) for inbox in Inbox.objects.select_related("brand").order_by("name")]
    silences = Silence.objects.filter(ended_at=None).order_by("address")
    return render(
        request, "channels/email/pages/automatic.html", ROOM | LIMITS | {"inboxes": inboxes, "silences": silences}
    )


@may(Permission.AUTOMATION)
@require_http_methods(["GET", "POST"])
def acknowledgement(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """The words for one inbox."""
    inbox = get_object_or_404(Inbox.objects.select_related("brand"), pk=inbox_id)
    known = Acknowledgement.objects.select_related("inbox__brand").filter(pk=inbox).first() or Acknowledgement(
        inbox=inbox
    )
    form = AcknowledgementForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_acknowledgement(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % inbox)
        return redirect("email:automatic")
    status = 422 if form.errors else 200
    return render(
        request, "channels/email/pages/acknowledgement.html", ROOM | {"form": form, "inbox": inbox}, status=status
    )


@may(Permission.AUTOMATION)
@require_POST
def let_leave(request: HttpRequest, silence_id: int) -> HttpResponse:
    """Automatic letters leave again."""
    resume(get_object_or_404(Silence, pk=silence_id), by=request.user)
    messages.success(request, _("Automatic letters leave again."))
    return redirect("email:automatic")
