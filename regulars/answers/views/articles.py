"""What we know, beside an answer that is being written."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from regulars.answers.actions.draft_article import draft_article
from regulars.answers.suiting import guides_for, suiting, words_for_answer
from regulars.conversations.views.answers import wrong
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import may
from regulars.team.permissions import Permission


@login_required
@require_GET
def menu(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """What fits the conversation, or what is looked for."""
    conversation = the_conversation(request, conversation_id)
    words = request.GET.get("words", "")[:300].strip()
    found = suiting(conversation, agent=request.user, words=words)
    guides = [] if words else guides_for(conversation, agent=request.user)
    page = "answers/pages/_found.html" if "words" in request.GET else "answers/pages/_menu.html"
    return render(request, page, {"conversation": conversation, "found": found, "guides": guides})


@may(Permission.REPLY)
@require_POST
def put_in(request: HttpRequest, conversation_id: int, article_id: int, how: str) -> HttpResponse:
    """Into the answer, where the agent is writing: a link, or the passage and the link."""
    conversation = the_conversation(request, conversation_id)
    html = words_for_answer(conversation, article_id=article_id, is_quote=how == "quote")
    if html is None or how not in ("link", "quote"):
        raise Http404
    return HttpResponse(
        status=204, headers={"HX-Trigger": json.dumps({"composer:insert": {"html": html, "kind": "reply"}})}
    )


@may(Permission.KNOWLEDGE)
@require_POST
def draft(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A draft article of this conversation, opened in the editor."""
    conversation = the_conversation(request, conversation_id)
    try:
        made = draft_article(conversation, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    address = reverse("knowledge:editor", args=[made.article_id, made.language])
    return HttpResponse(status=204, headers={"HX-Redirect": address})
