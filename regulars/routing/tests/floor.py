"""Who stands where, for the tests of routing."""

from regulars.team.actions.set_abilities import set_abilities
from regulars.team.actions.set_presence import set_presence
from regulars.team.models import Agent


def at_the_desk(*agents: Agent, state: str = "online") -> None:
    for agent in agents:
        set_presence(agent, state=state, by=agent)


def knows(agent: Agent, *, capacity: int = 20, languages: tuple[str, ...] | list[str] = (), **skills: int) -> None:
    set_abilities(agent, capacity=capacity, languages=languages, skills=skills, by=None)
