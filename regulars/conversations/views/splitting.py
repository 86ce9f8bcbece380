"""Taking messages out of a conversation, putting them back, following a settled one up, and links between conversations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.follow_up import follow_up
from regulars.conversations.actions.link import link
from regulars.conversations.actions.split import split
from regulars.conversations.actions.unlink import unlink
from regulars.conversations.actions.unsplit import unsplit
from regulars.conversations.models import Link
from regulars.conversations.related import may_be_merged_into
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.asking import asked, choices_among, named, numbers
from regulars.conversations.views.leading import led_to
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.MERGE)
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Split `messages` off into a new conversation with this `subject`. GET asks which."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        return asked(request, "split", conversation, offered=choices_among(conversation))
    chosen = numbers(request, "messages")
    try:
        new = split(conversation, messages=chosen, subject=request.POST.get("subject", ""), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/conversations/{conversation.pk}/split")
    facts = {"count": len(chosen), "old": conversation.pk, "name": new.customer}
    says = ngettext(
        "%(count)d message of #%(old)s is here now, with %(name)s.",
        "%(count)d messages of #%(old)s are here now, with %(name)s.",
        len(chosen),
    )
    return led_to(request, new.pk, says=says % facts, undo=f"/conversations/{new.pk}/unsplit")


@may(Permission.MERGE)
@require_POST
def put_back(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Undo a split."""
    conversation = the_conversation(request, conversation_id)
    try:
        source = unsplit(conversation, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return led_to(request, source.pk, says=_("What was taken out is back.") if source.pk != conversation.pk else "")


@may(Permission.REPLY)
@require_POST
def follow(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Begin a new conversation that follows this settled one."""
    conversation = the_conversation(request, conversation_id)
    try:
        new = follow_up(conversation, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return led_to(request, new.pk, says=_("This follows #%s. Write the first letter.") % conversation.pk)


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Link with the conversation that `other` names, as `kind`. GET asks with which."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        return asked(
            request,
            "link",
            conversation,
            others=may_be_merged_into(conversation, agent=request.user),
            kinds=Link.Kind.choices,
        )
    try:
        other = named(request, "other")
        link(conversation, other=other, kind=request.POST.get("kind", Link.Kind.RELATED), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/conversations/{conversation.pk}/link")
    undo = {"undo": f"/conversations/{conversation.pk}/unlink", "values": {"other": other.pk}}
    return done(request, conversation, says=_("Linked with #%s.") % other.pk, **undo)


@may(Permission.ORGANISE)
@require_POST
def untie(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take the link with `other` off."""
    conversation = the_conversation(request, conversation_id)
    try:
        other = named(request, "other")
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    unlink(conversation, other=other, by=request.user)
    undo = {"undo": f"/conversations/{conversation.pk}/link", "values": {"other": other.pk}}
    return done(request, conversation, says=_("The link with #%s is off.") % other.pk, **undo)
