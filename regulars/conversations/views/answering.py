"""Writing in a conversation: replies, notes, drafts, files, and another try."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.conversations import composing
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.retry import retry
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.conversations.views import leaving
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import allow, may
from regulars.team.permissions import Permission


@login_required
@require_POST
def write(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Send a reply, or leave a note; with `resolve`, settle the matter too."""
    allow(request.user, Permission.NOTE if request.POST.get("kind") == "note" else Permission.REPLY)
    if "resolve" in request.POST:
        allow(request.user, Permission.ORGANISE)
    conversation = the_conversation(request, conversation_id)
    try:
        message = _write(request, conversation)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    more: dict[str, object] = {}
    if message.kind == Message.Kind.OUT or "resolve" in request.POST:
        more["conversation:done"] = {"number": conversation.pk}
    return done(request, conversation, more=more, **leaving.said(message))


@transaction.atomic
def _write(request: HttpRequest, conversation: Conversation) -> Message:
    words = {"text": request.POST.get("text", ""), "html": request.POST.get("html", "")}
    shared = {"attachments": composing.read_files(request.POST, agent=request.user), "client_key": request.POST.get("client_key", "")[:64]}
    if request.POST.get("kind") == "note":
        message = note(conversation, by=request.user, **words, **shared)
    else:
        shared |= {"recipients": composing.read_recipients(request.POST), "undo_seconds": request.user.undo_seconds}
        message = reply(conversation, by=request.user, **words, **shared)
        leaving.schedule_as_asked(request, message)
    if "resolve" in request.POST:
        resolve(conversation, by=request.user)
    return message


@may(Permission.NOTE)
@require_POST
def draft(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Keep what has been written so far."""
    conversation = the_conversation(request, conversation_id)
    save_draft(
        conversation,
        by=request.user,
        kind=Message.Kind.NOTE if request.POST.get("kind") == "note" else Message.Kind.OUT,
        html=request.POST.get("html", ""),
        recipients=composing.read_recipients(request.POST),
        attachment_ids=[file.pk for file in composing.read_files(request.POST, agent=request.user)],
    )
    return HttpResponse(status=204)


@may(Permission.REPLY, Permission.NOTE)
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a file for a message to come. Answers with its id, name and size."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"errors": {"file": [_("No file came with the request.")]}}, status=422)
    content_type = file.content_type or "application/octet-stream"
    try:
        kept = attach(File(name=file.name or _("file"), content=file.read(), content_type=content_type), by=request.user)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    return JsonResponse(composing.described(kept))


@may(Permission.REPLY, Permission.NOTE)
@require_POST
def discard(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take an uploaded file off again, as long as no message carries it."""
    Attachment.objects.filter(pk=attachment_id, uploaded_by=request.user, message=None).delete()
    return HttpResponse(status=204)


@may(Permission.REPLY)
@require_POST
def try_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message that failed once more."""
    found = Message.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    message = get_object_or_404(found.select_related("conversation"), pk=message_id)
    try:
        retry(message, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{message.conversation_id}")
    return done(request, message.conversation, says=_("It is on its way again."))
