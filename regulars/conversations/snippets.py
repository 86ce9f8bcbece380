"""Snippets: finding one by a few letters of its name, and filling it in for the conversation it is put into."""

from __future__ import annotations

from difflib import SequenceMatcher

from regulars.conversations.models import Conversation, Snippet
from regulars.conversations.placeholders import Scene, filled_to_check
from regulars.lib.letters import folded
from regulars.lib.places import places_in
from regulars.team.models import Agent
from regulars.team.permissions import Permission

MOST = 5000  # looked through
FEW = 8  # offered while typing
ALIKE = 0.6  # how near a name with a slip of the finger must be


def found(words: str, *, agent: Agent, limit: int = FEW) -> list[Snippet]:
    """The snippets that this agent may use whose name is like these words, the best first; without words, those used most."""
    mine = Snippet.objects.visible_to(agent).select_related("team").order_by("-used_count", "name")
    words = folded(words.strip())
    if not words:
        return list(mine[:limit])
    several = list(mine[:MOST])
    for rank in (_rank, _slip):  # a slip of the finger only where nothing fits
        ranked = [
            (place, number, each) for number, each in enumerate(several) if (place := rank(words, each)) is not None
        ]
        if ranked:
            return [each for _place, _number, each in sorted(ranked, key=lambda found: found[:2])[:limit]]
    return []


def put_in(snippet: Snippet, *, conversation: Conversation, by: Agent) -> tuple[str, list[str]]:
    """Its HTML as it stands in the composer, in the customer's language, and the places that nothing fills here."""
    scene = Scene(by=by, customer=conversation.customer, conversation=conversation)
    html = filled_to_check(snippet.text_in(conversation.customer.language), scene, is_html=True)
    return html, list(places_in(html, is_html=True))


def may_change(snippet: Snippet, agent: Agent) -> bool:
    """One's own always; what a team or everybody has, with the permission to make things for everybody."""
    return snippet.agent_id == agent.pk if snippet.agent_id else agent.may(Permission.SHARE)


def _rank(words: str, snippet: Snippet) -> float | None:
    """0 is best; None is no match."""
    name = folded(snippet.name)
    if name == words:
        return 0
    if name.startswith(words):
        return 1
    if f" {words}" in name.replace("-", " ").replace("_", " "):
        return 2
    if words in name:
        return 3
    if words in folded(snippet.folder):
        return 4
    return 5 if _is_within(words, name) else None


def _slip(words: str, snippet: Snippet) -> float | None:
    likeness = SequenceMatcher(None, words, folded(snippet.name)[: len(words) + 1]).ratio()
    return 1 - likeness if likeness >= ALIKE else None


def _is_within(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in this order: “rtn” in “returns”."""
    rest = iter(name)
    return all(letter in rest for letter in letters if not letter.isspace())
