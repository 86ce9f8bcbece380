"""What an agent is offered to do in the conversations they have chosen, and in the palette in the one that is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regulars.automation.models import Macro
from regulars.bulk.deeds import Step, allow_step, name_of
from regulars.conversations.models import Conversation, NamedStatus, Topic
from regulars.conversations.snoozing import offered
from regulars.conversations.tags import used_tags
from regulars.team.guard import NotAllowed
from regulars.team.models import Agent, Team

MOST = 200  # lines of a menu


class Line(NamedTuple):
    """One thing to do: a step as the form posts it, or the number of a macro."""

    label: str
    icon: str
    step: str = ""
    macro: int | None = None
    says: str = ""  # as the palette has it, where no title stands above


Group = tuple[str, list[Line]]


def menu(kind: str, *, agent: Agent, numbers: list[int]) -> list[Group]:
    """The groups of one menu of the bar, without what the agent may not do."""
    found = [(title, list(lines)) for title, lines in _MENUS[kind](agent, numbers)]
    return [
        (title, allowed) for title, lines in found if (allowed := [line for line in lines[:MOST] if _may(agent, line)])
    ]


def every_line(agent: Agent, *, number: int) -> Iterator[Line]:
    """Everything that can be done in one conversation."""
    for kind in _MENUS:
        for _title, lines in menu(kind, agent=agent, numbers=[number]):
            yield from lines


def _line(step: Step, label: str, icon: str, *, says: str = "") -> Line:
    name = name_of(step)
    return Line(label, icon, json.dumps(step), says=says or (name if name == label else f"{name}: {label}"))


def _give(agent: int | None, label: str, icon: str, *, to: str, **more: int | None) -> Line:
    return _line({"do": "assign", "agent": agent, **more}, label, icon, says=_("Assign to %s") % to)


def _may(agent: Agent, line: Line) -> bool:
    try:
        if line.step:
            allow_step(agent, json.loads(line.step))
    except NotAllowed:
        return False
    return True


def _assign(agent: Agent, _numbers: list[int]) -> Iterator[Group]:
    me = _("{name} (me)").format(name=agent.name)
    yield "", [_give(agent.pk, _("Me"), "person", to=me), _give(None, _("Nobody"), "x", to=_("nobody"), team=None)]
    others = Agent.objects.active().exclude(pk=agent.pk)
    yield _("People"), [_give(each.pk, each.name, "person", to=each.name) for each in others]
    teams = Team.objects.order_by("name")
    yield _("Teams"), [_give(None, team.name, "people", to=team.name, team=team.pk) for team in teams]


def _tag(_agent: Agent, numbers: list[int]) -> Iterator[Group]:
    theirs = Conversation.objects.filter(pk__in=numbers[:MOST]).values_list("tags", flat=True)
    yield _("Put on"), [_line({"do": "tag", "tag": tag}, tag, "tag") for tag in used_tags()]
    yield (
        _("Take off"),
        [_line({"do": "untag", "tag": tag}, tag, "x") for tag in sorted({tag for tags in theirs for tag in tags})],
    )


def _state(agent: Agent, _numbers: list[int]) -> Iterator[Group]:
    yield "", [_line({"do": "resolve"}, _("Resolve"), "check"), _line({"do": "reopen"}, _("Reopen"), "undo")]
    until = [
        _line({"do": "put away", "until": each.at.isoformat()}, str(each.label), "moon") for each in offered(agent)
    ]
    yield _("Snooze"), [*until, _line({"do": "put away"}, _("Until the next reply"), "moon")]
    named = NamedStatus.objects.filter(retired_at=None)
    yield _("Status"), [_line({"do": "give status", "status": each.pk}, each.name, "dots") for each in named]


def _more(agent: Agent, numbers: list[int]) -> Iterator[Group]:
    levels = reversed(Conversation.Priority)
    yield (
        _("Priority"),
        [_line({"do": "set priority", "priority": level.name.lower()}, str(level.label), "flag") for level in levels],
    )
    yield (
        _("Topic"),
        [_line({"do": "set topic", "topic": topic.pk}, topic.name, "info") for topic in Topic.objects.all()],
    )
    yield (
        _("Macros"),
        [
            Line(macro.name, "rule", macro=macro.pk, says=_("Run “%s”") % macro)
            for macro in Macro.objects.filter(is_active=True).order_by("name")
        ],
    )
    others = [_line({"do": "mark read"}, _("Mark as read"), "eye")]
    if len(numbers) > 1:
        others.append(_line({"do": "merge", "into": numbers[0]}, _("Merge all into #%d") % numbers[0], "link"))
    yield _("More"), others


_MENUS: dict[str, Any] = {"assign": _assign, "tag": _tag, "state": _state, "more": _more}
KINDS = tuple(_MENUS)
