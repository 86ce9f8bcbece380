"""Who else is in a conversation now: looking, or writing an answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.conversations.attending import attend
from regulars.conversations.models import Conversation
from regulars.lib.texts import storable
from regulars.live.onlookers import LOOKING, ORDER, TYPING, Seen, leave, look
from regulars.team.models import Agent
from regulars.ui.faces import avatar


@login_required
@require_POST
def here(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """This page is open on it and does `doing` (looking, writing, typing, or gone). Answers with the others who are there.

    `active`: it was before somebody's eyes until now, and in use.
    """
    doing, page = request.POST.get("doing", ""), storable(request.POST.get("page", ""))[:32]
    where = {"topic": f"conversation:{conversation_id}", "owner": request.user.pk, "page": page}
    is_theirs = Conversation.objects.visible_to(request.user).filter(pk=conversation_id).exists()
    if is_theirs and "active" in request.POST:
        attend(conversation_id, agent_id=request.user.pk)
    if doing == "gone":
        leave(**where)
        return HttpResponse(status=204)
    if not is_theirs:
        raise Http404
    there = look(**where, doing=doing if doing in ORDER else LOOKING)
    customers = _customers(conversation_id) if any(each.owner < 0 and each.doing == TYPING for each in there) else []
    return JsonResponse({"others": [*_others(there, agent=request.user), *customers]})


def _customers(conversation_id: int) -> list[dict[str, Any]]:
    """Whom the conversation is with, who types in a chat just now: they have no agent's number."""
    them = Conversation.objects.select_related("customer").get(pk=conversation_id).customer
    face = avatar(str(them), them.pk, "small")
    says = _("%s is typing…") % them
    return [{"says": says, "doing": TYPING, "face": face, "name": str(them), "claims": False, "is_customer": True}]


def _others(there: list[Seen], *, agent: Agent) -> list[dict[str, Any]]:
    others = [each for each in there if each.owner > 0 and each.owner != agent.pk]
    names = {each.pk: each for each in Agent.objects.filter(pk__in=[each.owner for each in others])} if others else {}
    mine = next((each.writes_since for each in there if each.owner == agent.pk), None)
    return [_told(names[each.owner], each, mine) for each in others if each.owner in names]


def _told(agent: Agent, seen: Seen, mine: object) -> dict[str, Any]:
    words = {
        TYPING: _("%s is typing a reply"),
        LOOKING: _("%s is looking at this"),
    }.get(seen.doing, _("%s is writing a reply"))
    return {
        "says": words % agent.first_name,
        "doing": seen.doing,
        "face": avatar(agent.name, agent.pk, "small"),
        "name": agent.name,
        # Whoever began first has it; the other one is warned.
        "claims": seen.writes_since is not None and (mine is None or seen.writes_since < mine),
    }
