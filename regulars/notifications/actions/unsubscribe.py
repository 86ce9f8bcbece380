from regulars.notifications.models import Device
from regulars.team.models import Agent


def unsubscribe(agent: Agent, *, endpoint: str) -> bool:
    """Let a browser take no pushes for this agent any more. Returns whether it did."""
    return bool(Device.objects.filter(agent=agent, endpoint=endpoint).delete()[0])
