"""The assistant beside an agent who answers: what it suggests, to be used or dismissed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from regulars.assistant.actions.classify import classify
from regulars.assistant.actions.dismiss_hint import dismiss_hint
from regulars.assistant.actions.draft_answer import draft_answer
from regulars.assistant.actions.sum_up import sum_up
from regulars.assistant.actions.translate_answer import translate_answer
from regulars.assistant.actions.translate_newest import translate_newest
from regulars.assistant.actions.use_hint import use_hint
from regulars.assistant.asking import may_ask
from regulars.assistant.helping import tasks_in
from regulars.assistant.hint_rows import WORDS, hint_row, words_for
from regulars.assistant.models import Hint, Provider
from regulars.conversations.models import Conversation
from regulars.conversations.views.answers import wrong
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import NotAllowed, may
from regulars.team.permissions import Permission

ACTS = {
    "draft": draft_answer,
    "summary": sum_up,
    "translation": translate_newest,
    "answer": translate_answer,
    "facts": classify,
}


@login_required
@require_GET
def menu(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """What it may do here."""
    conversation, provider = the_conversation(request, conversation_id), Provider.current()
    facts = {
        "conversation": conversation, "tasks": tasks_in(conversation), "has_model": may_ask(provider),
        "is_stopped": provider.is_stopped,
    }  # fmt: skip
    return render(request, "assistant/pages/_help_menu.html", facts)


@may(Permission.NOTE)
@require_POST
def help_with(request: HttpRequest, conversation_id: int, what: str) -> HttpResponse:
    """Suggest: a draft, a summary, a translation, or the facts."""
    conversation = the_conversation(request, conversation_id)
    if what not in ACTS:
        raise Http404
    try:
        made = ACTS[what](conversation, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    hints = made if isinstance(made, list) else [made]
    rows = [hint_row(each) for each in hints]
    return render(request, "assistant/pages/_hints.html", {"rows": rows, "conversation": conversation})


@may(Permission.NOTE)
@require_POST
def use(request: HttpRequest, hint_id: int) -> HttpResponse:
    """Put its words in, or do what it says."""
    hint = _hint(request, hint_id)
    try:
        use_hint(hint, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{hint.conversation_id}")
    except NotAllowed as error:
        return wrong(request, ValidationError({"hint": str(error)}), back=f"/inbox/{hint.conversation_id}")
    heard: dict[str, Any] = {f"live:conversation:{hint.conversation_id}": {}, "live:inbox": {}}
    if hint.kind in WORDS:
        heard = {
            "composer:insert": {
                "html": words_for(hint),
                "kind": WORDS[Hint.Kind(hint.kind)],
                "instead": hint.kind == Hint.Kind.ANSWER,
            }
        }
    return HttpResponse("", headers={"HX-Trigger": json.dumps(heard)})


@may(Permission.NOTE)
@require_POST
def dismiss(request: HttpRequest, hint_id: int) -> HttpResponse:
    dismiss_hint(_hint(request, hint_id), by=request.user)
    return HttpResponse("")


def _hint(request: HttpRequest, hint_id: int) -> Hint:
    visible = Conversation.objects.visible_to(request.user)
    return get_object_or_404(Hint.objects.filter(conversation__in=visible), pk=hint_id)
