from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor
from regulars.routing.members import held_members_of
from regulars.routing.models import RoutingDecision
from regulars.routing.waiting import Waiting, queue, waiting
from regulars.routing.weighing import Member, Want, asked_of, chosen, has_room, who_keeps_room
from regulars.team.models import Agent, Presence, Team

BATCH = 50  # conversations in one transaction


@transaction.atomic
def give_out(*teams: Team) -> int:
    """Give what waits in the teams' queues to whoever is there, able, and has room. Returns how many were given.

    Several queues are given out as one, so that whoever works in two teams has time for both. Somebody keeps their room for what
    waits longer and takes more than they have. The presence of the teams is held meanwhile: two that give out at once take turns,
    and nobody is overfilled. What somebody else is just working on is left for the next time.
    """
    floor, given, hopeless = held_members_of(teams), 0, set[tuple[int, Want]]()
    everybody = [member for members in floor.values() for member in members]
    if not has_room(everybody):
        return 0
    named = {team.pk: team for team in teams}
    for each in queue(*teams):
        members, team = floor[each.team], named[each.team]
        want = asked_of(each.want, members)
        if (each.team, want) in hopeless:
            continue
        if member := chosen(want, members, gives_out=team.gives_out):
            given += _give(each, member, want, members, team)
        elif keeper := who_keeps_room(want, members):
            keeper.keeps_room = True
        else:
            hopeless.add((each.team, want))
        if given == BATCH or not has_room(everybody):
            break
    return given


def _give(each: Waiting, member: Member, want: Want, members: Sequence[Member], team: Team) -> bool:
    found = waiting(team).filter(pk=each.number)
    conversation: Conversation | None = found.select_for_update(skip_locked=True, of=("self",)).first()
    if conversation is None:
        return False
    RoutingDecision.objects.create(
        conversation=conversation, team=team, agent_id=member.agent, wanted=wanted(want, each.want),
        considered=considered(want, members), why=team.gives_out,
    )  # fmt: skip
    assign(conversation, agent=Agent.objects.get(pk=member.agent), team=team, by=the_queue_of(team))
    member.load += want.points
    member.given_at = timezone.now()
    Presence.objects.filter(pk=member.agent).update(given_at=member.given_at)
    return True


def wanted(want: Want, asked: Want) -> dict[str, object]:
    """What was asked of an agent, and what could not be asked of anybody in the team."""
    facts = {"points": want.points, "skill": want.skill, "language": want.language}
    return facts | {"waived": [name for name in ("skill", "language") if getattr(asked, name) != getattr(want, name)]}


def considered(want: Want, members: Sequence[Member]) -> list[dict[str, object]]:
    """Everybody of the team, and what spoke against them."""
    return [
        {
            "agent": each.agent,
            "name": each.name,
            "load": each.load,
            "capacity": each.capacity,
            "why": each.why_not(want),
        }
        for each in members
    ]


def the_queue_of(team: Team) -> Actor:
    return Actor("routing", team.pk, _("The queue of %s") % team)
