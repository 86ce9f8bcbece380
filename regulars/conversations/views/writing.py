"""What helps an agent to write: snippets, names to mention, emoji, and another language."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from regulars.conversations import composing, emoji, mentions, snippets
from regulars.conversations.models import Conversation, Message, Snippet
from regulars.conversations.pictures import as_kept, as_shown
from regulars.conversations.translating import translated_answer, translated_message
from regulars.conversations.views.thread import the_conversation
from regulars.lib.html import text_from_clean_html
from regulars.lib.texts import one_line


@login_required
@require_GET
def found_snippets(request: HttpRequest, conversation_id: int) -> JsonResponse:
    """The few snippets whose name is like `q`."""
    language = the_conversation(request, conversation_id).customer.language
    several = snippets.found(request.GET.get("q", "")[:64], agent=request.user)
    items = [
        {
            "id": each.pk,
            "name": each.name,
            "folder": each.folder,
            "says": one_line(text_from_clean_html(each.text_in(language)), limit=90),
        }
        for each in several
    ]
    return JsonResponse({"items": items})


@login_required
@require_POST
def put_in_snippet(request: HttpRequest, conversation_id: int, snippet_id: int) -> JsonResponse:
    """Its words as they belong into this conversation, with the places that are left to fill by hand."""
    conversation = the_conversation(request, conversation_id)
    snippet = get_object_or_404(Snippet.objects.visible_to(request.user), pk=snippet_id)
    html, missing = snippets.put_in(snippet, conversation=conversation, by=request.user)
    Snippet.objects.filter(pk=snippet.pk).update(used_count=F("used_count") + 1, used_at=timezone.now())
    return JsonResponse({"html": html, "missing": missing})


@login_required
@require_GET
def found_people(request: HttpRequest, conversation_id: int) -> JsonResponse:
    """The few colleagues and teams whose name begins with `q`."""
    conversation = the_conversation(request, conversation_id)
    offers = mentions.offers(request.GET.get("q", "")[:64], conversation=conversation, agent=request.user)
    items = [
        {
            "who": each.who,
            "name": each.name,
            "says": each.detail if each.may_see else _("may not see this conversation"),
        }
        for each in offers
    ]
    return JsonResponse({"items": items})


@login_required
@require_GET
@cache_control(private=True, max_age=86400)
def all_emoji(request: HttpRequest) -> JsonResponse:
    """Every emoji with the words that find it."""
    return JsonResponse({"items": emoji.emoji()})


@login_required
@require_POST
def translate_message(request: HttpRequest, message_id: int) -> JsonResponse:
    """What somebody wrote, in the agent's language."""
    found = Message.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    message = get_object_or_404(found, pk=message_id)
    try:
        return JsonResponse({"html": translated_message(message, agent=request.user)})
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)


@login_required
@require_POST
def translate_answer(request: HttpRequest, conversation_id: int) -> JsonResponse:
    """What the agent has written, in the customer's language."""
    conversation = the_conversation(request, conversation_id)
    pictures = composing.read_files(request.POST, agent=request.user)
    try:
        html = translated_answer(as_kept(request.POST.get("html", ""), pictures), conversation=conversation)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    return JsonResponse({"html": as_shown(html, pictures)[0]})
