"""The people of a team, whether they are there, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count

from regulars.conversations.models import Conversation
from regulars.lib.languages import base_of
from regulars.routing.models import QueueRules
from regulars.routing.weighing import Member
from regulars.team.models import Ability, Agent, Presence, Team
from regulars.team.permissions import Permission


def held_members_of(teams: Sequence[Team]) -> dict[int, list[Member]]:
    """`members_of` the teams, of whom those that are online are held until this transaction ends, in one order.

    Whoever gives out to one of them waits here, so that nobody is given more than they have room for. Who came online while we
    waited is not held, and counts from the next time.
    """
    theirs = Agent.objects.filter(teams__in=teams).values("pk")
    here = Presence.objects.filter(agent__in=theirs, state=Presence.State.ONLINE).order_by("pk")
    held = {pk for (pk,) in here.select_for_update(of=("self",)).values_list("pk")}
    found = members_of(*teams)
    for each in {member.agent: member for several in found.values() for member in several}.values():
        if each.agent not in held and each.state == Presence.State.ONLINE:
            each.state = Presence.State.OFFLINE
    return found


def members_of(*teams: Team) -> dict[int, list[Member]]:
    """Everybody of each team who works here, as it is now. Who is in several teams is one person in all of them."""
    agents = (
        Agent.objects.filter(teams__in=teams, is_active=True).select_related("presence", "role").order_by("name", "pk")
    )
    people = {each.pk: each for each in agents}
    loads, abilities = loads_of(people), _abilities(people)
    members = {pk: _member(each, loads.get(pk, 0), abilities.get(pk, {})) for pk, each in people.items()}
    belongs = set(Team.members.through.objects.filter(team__in=teams, agent__in=people).values_list("team", "agent"))
    return {team.pk: [each for pk, each in members.items() if (team.pk, pk) in belongs] for team in teams}


def loads_of(agents: Iterable[int]) -> dict[int, int]:
    """The points of what waits for each of them: open, theirs, and the customer has the last word."""
    theirs = Conversation.objects.open().filter(
        assignee__in=list(agents), merged_into=None, waiting_since__isnull=False
    )
    counted = theirs.order_by().values_list("assignee", "channel").annotate(number=Count("pk"))
    rules, loads = QueueRules.current(), dict[int, int]()
    for agent, channel, number in counted:
        loads[agent] = loads.get(agent, 0) + number * rules.points_of(channel)
    return loads


def _abilities(agents: Iterable[int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for agent, skill, level in Ability.objects.filter(agent__in=list(agents)).values_list("agent", "skill", "level"):
        found.setdefault(agent, {})[skill] = level
    return found


def _member(agent: Agent, load: int, abilities: dict[int, int]) -> Member:
    presence = getattr(agent, "presence", None)
    return Member(
        agent=agent.pk,
        name=agent.name,
        state=presence.state if presence else Presence.State.OFFLINE,
        capacity=agent.capacity,
        load=load,
        languages=frozenset(base_of(each) for each in agent.languages),
        abilities=abilities,
        given_at=presence and presence.given_at,
        answers=agent.may(Permission.REPLY),
        works_in=None if agent.works_in is None else frozenset(agent.works_in),
    )
