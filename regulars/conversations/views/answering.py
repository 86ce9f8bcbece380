"""Writing in a conversation: replies, notes, drafts, files, and another try."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations import composing, mentions
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.retry import retry
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.guarding import refuse_gaps
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.conversations.models.attachment import SHOWN
from regulars.conversations.pictures import as_kept, fresh_content_id
from regulars.conversations.views import leaving
from regulars.conversations.views.answers import done, stays, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import allow, may
from regulars.team.models import Agent
from regulars.team.permissions import Permission


@may(Permission.REPLY, Permission.NOTE)
@require_POST
def write(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Send a reply, or leave a note; with `resolve` or `snooze`, settle the matter too, or put it away."""
    allow(request.user, Permission.NOTE if request.POST.get("kind") == "note" else Permission.REPLY)
    if not request.POST.keys().isdisjoint({"resolve", "snooze"}):
        allow(request.user, Permission.ORGANISE)
    conversation = the_conversation(request, conversation_id)
    try:
        message = _write(request, conversation)
    except ValidationError as error:
        _keep_words(request, conversation)
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    said = _blind(message) or leaving.said(message)
    more: dict[str, object] = {"message:written": {"position": message.position}}
    if message.kind == Message.Kind.OUT or "resolve" in request.POST:
        more["conversation:done"] = {"number": conversation.pk}
    return done(request, conversation, more=more, **said)


def _blind(message: Message) -> dict[str, str]:
    """What to say when a note names somebody who may not see it."""
    named = mentions.mentioned(message.html) if message.kind == Message.Kind.NOTE else None
    blind = mentions.blind(message.conversation, named) if named and named.agents else []
    return {"says": _("%s may not see this conversation.") % ", ".join(each.name for each in blind)} if blind else {}


@transaction.atomic
def _write(request: HttpRequest, conversation: Conversation) -> Message:
    key = request.POST.get("client_key", "")[:64]
    if key and (already := conversation.messages.filter(client_key=key, agent=request.user).first()):
        return already  # sent again as its answer was lost; what was asked for besides is done, and may have been undone since
    files = composing.read_files(request.POST, agent=request.user)
    words = {"text": request.POST.get("text", ""), "html": as_kept(request.POST.get("html", ""), files)}
    shared = {"attachments": files, "client_key": key}
    if request.POST.get("kind") == "note":
        message = note(conversation, by=request.user, **words, **shared)
    else:
        shared |= {"recipients": composing.read_recipients(request.POST), "undo_seconds": request.user.undo_seconds}
        shared["if_last_position"] = composing.read_position(request.POST)
        if "with_gaps" not in request.POST:
            refuse_gaps(words["html"] or words["text"])
        message = reply(conversation, by=request.user, **words, **shared)
        leaving.schedule_as_asked(request, message)
    _afterwards(request, message)
    return message


def _afterwards(request: HttpRequest, message: Message) -> None:
    """Settle it, or put it away until the next reply: as was asked, or as this agent always does with what they have answered."""
    has_habit = message.kind == Message.Kind.OUT and request.user.may(Permission.ORGANISE)
    usual = request.user.after_reply if has_habit else ""
    if "resolve" in request.POST or usual == Agent.AfterReply.RESOLVED:
        resolve(message.conversation, by=request.user)
    elif "snooze" in request.POST or usual == Agent.AfterReply.PENDING:
        snooze(message.conversation, by=request.user)


def _keep_words(request: HttpRequest, conversation: Conversation) -> None:
    """What a plain form wrote and could not send waits in the composer; a page with a script still shows it."""
    if not stays(request):
        save_draft(conversation, by=request.user, **composing.read_draft(request.POST, agent=request.user))


@may(Permission.REPLY, Permission.NOTE)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, conversation_id: int) -> JsonResponse:
    """Keep what has been written so far. Answers with its version; 409 with the newer one of another tab or device."""
    conversation = the_conversation(request, conversation_id)
    form = request.POST or request.GET
    facts = composing.read_draft(form, agent=request.user)
    if request.method == "POST":
        try:
            kept = save_draft(conversation, by=request.user, version=form.get("version"), **facts)
        except ValidationError:
            return JsonResponse(composing.kept_draft(conversation, agent=request.user, kind=facts["kind"]), status=409)
        return JsonResponse({"version": kept.version if kept else ""})
    return JsonResponse(composing.kept_draft(conversation, agent=request.user, kind=facts["kind"]))


@may(Permission.REPLY, Permission.NOTE)
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a file for a message to come, or a picture `within` its text. Answers with its id, name and size."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"errors": {"file": [_("No file came with the request.")]}}, status=422)
    facts = {"name": file.name or _("file"), "content_type": file.content_type or "application/octet-stream"}
    if "within" in request.POST and facts["content_type"] in SHOWN:
        facts |= {"is_inline": True, "content_id": fresh_content_id()}
    try:
        kept = attach(File(content=file.read(), **facts), by=request.user)
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
