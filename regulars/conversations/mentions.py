"""@mentions in notes: `<mark data-mention="agent:3">@Noor Haddad</mark>`. Who is named is read once, when the note is written."""

from __future__ import annotations

import re
from typing import NamedTuple

from regulars.conversations.models import Conversation
from regulars.lib.letters import folded
from regulars.team.models import Agent, Team

MARK = re.compile(r'<mark [^>]*?data-mention="(agent|team):(\d{1,18})"')
MOST = 50  # of each in one note
FEW = 8  # offered while typing


class Mentioned(NamedTuple):
    agents: list[int]
    teams: list[int]


class Offer(NamedTuple):
    """Somebody who can be named: `agent:3`, and what there is to know about it."""

    who: str
    name: str
    detail: str
    may_see: bool


def mentioned(html: str) -> Mentioned:
    """Whom a note names, each once, in their order: agents who work here and teams that there are."""
    named: dict[str, list[int]] = {"agent": [], "team": []}
    for kind, number in MARK.findall(html):
        named[kind].append(int(number))
    agents = _known(named["agent"], Agent.objects.active())
    return Mentioned(agents, _known(named["team"], Team.objects.all()))


def blind(conversation: Conversation, named: Mentioned) -> list[Agent]:
    """Those who are named and may not see the conversation."""
    return [
        each
        for each in Agent.objects.filter(pk__in=named.agents).order_by("name")
        if not each.sees_inbox(conversation.inbox_id)
    ]


def offers(words: str, *, conversation: Conversation, agent: Agent) -> list[Offer]:
    """The colleagues and teams with a word of their name that begins so; those who may see the conversation first."""
    begins = re.compile(r"(?:^|[\s.@-])" + re.escape(folded(words.strip())))
    others = Agent.objects.active().exclude(pk=agent.pk)
    people = [each for each in others if begins.search(folded(f"{each.name} {each.email}"))]
    teams = [each for each in Team.objects.order_by("name") if begins.search(folded(each.name))]
    shown = [
        Offer(f"agent:{each.pk}", each.name, each.email, each.sees_inbox(conversation.inbox_id))
        for each in people[:FEW]
    ]
    shown.sort(key=lambda offer: not offer.may_see)
    return [*shown, *(Offer(f"team:{each.pk}", each.name, "", True) for each in teams[:FEW])][:FEW]


def _known(numbers: list[int], rows: object) -> list[int]:
    wanted = list(dict.fromkeys(numbers))[:MOST]
    known = set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()  # type: ignore[attr-defined]
    return [number for number in wanted if number in known]
