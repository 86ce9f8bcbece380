"""A customer's own conversations: to find, read, answer, close and take up again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation
from regulars.conversations.views.letters import file_response
from regulars.customers.actor import Actor
from regulars.portal.actions.answer import answer
from regulars.portal.brands import shop_of, site_of
from regulars.portal.collected import purse_of
from regulars.portal.guard import signed_in, writing
from regulars.portal.queries import Reader, standing_at, standing_of
from regulars.portal.rows import conversation_rows, facts_of, may_reopen, message_rows, state_of
from regulars.portal.saying import files

A_PAGE = 30


@signed_in
@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    reader = request.customer_reader
    page = Paginator(reader.conversations(shop_of(request).only), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "site": site_of(request, page="conversations"),
        "rows": conversation_rows(list(page), reader=reader),
        "page": page,
        "balances": purse_of(request).balances,
    }
    return render(request, "portal/pages/conversations.html", shown)


@signed_in
@require_GET
def one(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """One of them, with the place to answer."""
    return _page(request, *the_conversation(request, conversation_id))


@signed_in
@require_GET
def said(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: all that was said, and how it stands now, when it has come further than `after`; else nothing."""
    conversation, reader = the_conversation(request, conversation_id)
    if request.GET.get("after", "") == standing_of(reader, conversation.pk):
        return HttpResponse(status=204)
    return render(request, "portal/pages/_said.html", {**_thread(conversation, reader), "is_fragment": True})


@signed_in
@require_POST
def write(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Answer. What cannot be sent stays in the form."""
    conversation, reader = the_conversation(request, conversation_id)
    if writing.wait(reader.proof.circle):
        return _page(
            request,
            conversation,
            reader,
            wrong=_("That is a lot at once. Wait a minute, and send it again."),
            status=429,
        )
    try:
        said = {"text": request.POST.get("text", ""), "files": files(request.FILES.getlist("files"))}
        message = answer(conversation, by=reader, client_key=request.POST.get("client_key", "")[:64], **said)
    except ValidationError as error:
        return _page(request, conversation, reader, wrong=error.messages[0], status=422)
    messages.success(request, _("Your message has come. We answer by mail, and here."))
    return redirect("portal:conversation", message.conversation_id)  # a new one, when this was settled long ago


@signed_in
@require_POST
def close(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """It is settled, as far as the customer is concerned."""
    conversation, reader = the_conversation(request, conversation_id)
    resolve(conversation, by=Actor.customer(reader.customer))
    messages.success(request, _("Closed. If you write again, it opens again."))
    return redirect("portal:conversation", conversation.pk)


@signed_in
@require_POST
def open_again(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """It is not settled after all."""
    conversation, reader = the_conversation(request, conversation_id)
    if may_reopen(conversation):
        reopen(conversation, by=Actor.customer(reader.customer))
        messages.success(request, _("It is open again."))
    return redirect("portal:conversation", conversation.pk)


@signed_in
@require_GET
def file(request: HttpRequest, attachment_id: int) -> FileResponse:
    """A file of theirs, to keep. Never opened as a page of ours."""
    found = get_object_or_404(request.customer_reader.attachments(), pk=attachment_id)
    return file_response(found, as_attachment=True, content_type="application/octet-stream")


@signed_in
@require_GET
def picture(request: HttpRequest, attachment_id: int) -> FileResponse:
    """A picture to look at in the page."""
    found = get_object_or_404(request.customer_reader.attachments(), pk=attachment_id)
    if not found.is_image:
        raise Http404
    return file_response(found, as_attachment=False, content_type=found.content_type)


def the_conversation(request: HttpRequest, conversation_id: int) -> tuple[Conversation, Reader]:
    """Raises Http404 for whatever is not theirs, as for what is not there."""
    reader = request.customer_reader
    theirs = reader.conversations(shop_of(request).only).select_related("inbox__brand")
    return get_object_or_404(theirs, pk=conversation_id), reader


def _thread(conversation: Conversation, reader: Reader) -> dict[str, Any]:
    """What was said, and how it stands."""
    said = reader.thread(conversation)
    return {
        "conversation": conversation,
        "state": state_of(conversation, said[-1]),
        "facts": facts_of(conversation, said),
        "rows": message_rows(said, brand=conversation.inbox.brand.name),
        "stands": standing_at(conversation, said[-1].position),
    }


def _page(
    request: HttpRequest, conversation: Conversation, reader: Reader, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    shown = {
        **_thread(conversation, reader),
        "site": site_of(request, page="conversations"),
        "subject": conversation.subject or _("(no subject)"),
        "may_reopen": may_reopen(conversation),
        "text": request.POST.get("text", ""),
        "wrong": wrong,
        "client_key": request.POST.get("client_key", "")[:64] or uuid4().hex,
    }
    return render(request, "portal/pages/conversation.html", shown, status=status)
