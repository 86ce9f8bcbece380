"""A guide as tests write it: a step a line, the first one is where it begins."""

from __future__ import annotations

from typing import Any

from regulars.knowledge.actions.save_guide import save_guide
from regulars.knowledge.actions.save_guide_step import Leading, save_guide_step
from regulars.knowledge.models import Guide, HelpCentre
from regulars.team.models import Agent

SOLVED, ASK = {"kind": "outcome", "outcome": "solved"}, {"kind": "outcome", "outcome": "ask"}
GRINDER: dict[str, dict[str, Any]] = {
    "Does the light come on?": {"Yes": "Is the hopper shut?", "No": "Try another socket."},
    "Is the hopper shut?": {"Yes": "Write to us", "No, it was open": "It grinds"},
    "Try another socket.": {"It runs": "It grinds", "Again, please": "Does the light come on?"},
    "It grinds": SOLVED,
    "Write to us": ASK | {"subject": "Grinder does not start", "topic": "Grinders"},
}


def guide_of(
    centre: HelpCentre, lines: dict[str, dict[str, Any]] | None = None, *, by: Agent | None, **facts: Any
) -> Guide:
    """Not published yet. An answer may lead to "", which is nowhere."""
    lines = GRINDER if lines is None else lines
    language = facts.pop("language", "")
    told = {"title": "My grinder does not start", "intro": "Two minutes.", **facts}
    guide = save_guide(None, centre=centre, language=language, facts=told, by=by)  # type: ignore[arg-type]
    ends = {title for title, line in lines.items() if line.get("kind") == "outcome"}
    steps = {
        title: save_guide_step(None, guide=guide, facts={"title": title, **(lines[title] if title in ends else {})}, by=by)
        for title in lines
    }  # fmt: skip
    for title in lines.keys() - ends:
        options = [Leading(words, steps.get(to)) for words, to in lines[title].items()]
        save_guide_step(steps[title], guide=guide, facts={}, options=options, by=by)
    return guide
