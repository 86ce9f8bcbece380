from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Habits
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

CHOICES = {"density": Habits.Density, "afterwards": Habits.Afterwards}


@transaction.atomic
def set_habits(agent: Agent, **habits: str) -> None:
    """How this agent likes the inbox: `density`, and what comes `afterwards`. Raises ValidationError naming what is no choice."""
    for name, word in habits.items():
        if name not in CHOICES or word not in CHOICES[name].values:
            raise refusal(name, _("There is no such choice."), "unknown")
    Habits.objects.update_or_create(agent=agent, defaults=habits)
