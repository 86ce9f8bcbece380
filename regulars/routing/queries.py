"""What pages tell of queues and of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.routing.actions.give_out import considered, wanted
from regulars.routing.members import members_of
from regulars.routing.models import QueueRules, RoutingDecision
from regulars.routing.waiting import read, waiting
from regulars.routing.weighing import WHY_NOT, Member, asked_of, chosen
from regulars.team.models import Skill, Team

NEWEST = 30
MOST = 1000  # a longer queue is said to be longer


class Queue(NamedTuple):
    """A team's queue as it is now."""

    team: Team
    length: str
    oldest: Any
    members: list[Member]


class Told(NamedTuple):
    """A decision in words."""

    decision: RoutingDecision
    title: str
    asked: list[str]
    people: list[tuple[str, str, bool]]  # name, why not or why, whether they got it


def queue_of(team: Team) -> Queue:
    found = waiting(team)
    length = found.order_by()[: MOST + 1].count()
    oldest = found.aggregate(oldest=Min("waiting_since"))["oldest"]
    return Queue(team, f"{MOST}+" if length > MOST else str(length), oldest, members_of(team)[team.pk])


def newest_decisions() -> list[Told]:
    return _told(RoutingDecision.objects.select_related("agent", "team").order_by("-pk")[:NEWEST])


def decisions_about(conversation: Conversation) -> list[Told]:
    """The newest first."""
    about = RoutingDecision.objects.filter(conversation=conversation).select_related("agent", "team")
    return _told(about.order_by("-pk")[:NEWEST])


def expected(conversation: Conversation) -> Told | None:
    """What the queue would decide now; nothing for what is in no queue."""
    row = waiting(conversation.team).filter(pk=conversation.pk) if conversation.team else Conversation.objects.none()
    found = read(row, QueueRules.current())
    if not found:
        return None
    team, members, each = conversation.team, members_of(conversation.team)[conversation.team.pk], found[0]
    want = asked_of(each.want, members)
    member = None if team.gives_out == Team.GivesOut.BY_HAND else chosen(want, members, gives_out=team.gives_out)
    decision = RoutingDecision(
        conversation=conversation, team=team, agent_id=member and member.agent, why=team.gives_out,
        wanted=wanted(want, each.want), considered=considered(want, members),
    )  # fmt: skip
    return _told([decision])[0]


def _told(decisions: Iterable[RoutingDecision]) -> list[Told]:
    several = list(decisions)
    skills = dict(
        Skill.objects.filter(pk__in={each.wanted.get("skill") for each in several} - {None}).values_list("pk", "name")
    )
    return [Told(each, _title(each), _asked(each, skills), _people(each, skills)) for each in several]


def _title(decision: RoutingDecision) -> str:
    names = {"agent": decision.agent or _("somebody who is gone"), "team": decision.team or _("a team that is gone")}
    if decision.why == "gone":
        return _("Taken back from %(agent)s, who works here no more") % names
    if decision.kind == RoutingDecision.Kind.TAKEN_BACK:
        return _("Taken back from %(agent)s into the queue of %(team)s") % names
    if decision.kind == RoutingDecision.Kind.OVERFLOWED:
        return _("Passed on to %(team)s") % names
    ways = {
        Team.GivesOut.ROUND_ROBIN: _("%(agent)s, in turn"),
        Team.GivesOut.LEAST_BUSY: _("%(agent)s, who was least busy"),
    }
    return ways.get(decision.why, "%(agent)s") % names


def _asked(decision: RoutingDecision, skills: dict[int, str]) -> list[str]:
    facts = decision.wanted
    lines = [_("takes %d of their room") % facts["points"]] if "points" in facts else []
    lines += [_("knows %s") % skills.get(facts["skill"], _("a skill that is gone"))] if facts.get("skill") else []
    lines += [_("speaks %s") % facts["language"]] if facts.get("language") else []
    waived = {
        "skill": _("a skill was not asked for: nobody here has it"),
        "language": _("the language was not asked for: nobody here speaks it"),
    }
    return lines + [waived[each] for each in facts.get("waived", [])]


def _people(decision: RoutingDecision, skills: dict[int, str]) -> list[tuple[str, str, bool]]:
    skill = skills.get(decision.wanted.get("skill"), "")
    words: Sequence[dict[str, Any]] = decision.considered
    rows = [
        (
            each["name"],
            str(WHY_NOT[each["why"]]) % {**decision.wanted, **each, "skill": skill},
            each["agent"] == decision.agent_id,
        )
        for each in words
    ]
    return sorted(rows, key=lambda row: not row[2])
