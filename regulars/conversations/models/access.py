from __future__ import annotations

from django.db import models
from django.db.models import Q

from regulars.conversations.models.inbox import Inbox
from regulars.team.models import Agent, Brand, Role, Team

WHO, WHERE = ("agent", "role", "team"), ("inbox", "brand")


def _one_of(*names: str) -> Q:
    """Exactly one of these is named."""
    each = [Q(**{f"{name}__isnull": name != named for name in sorted(names)}) for named in names]
    return Q(*each, _connector=Q.OR)


class Access(models.Model):
    """Somebody, everybody of a role, or everybody of a team works in this inbox, or in those of this brand, and in no others.

    Who is named nowhere works in all of them; whoever is named several times, in all that are named. Owners see everything.
    The database keeps `Agent.works_in` by these rows.
    """

    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    inbox = models.ForeignKey(
        Inbox, null=True, on_delete=models.PROTECT, related_name="+"
    )  # never widened by a deletion
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of(*WHO), name="access_of_one"),
            models.CheckConstraint(condition=_one_of(*WHERE), name="access_to_one"),
            models.UniqueConstraint(fields=[*WHO, *WHERE], name="access_once", nulls_distinct=False),
        ]
