from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.team.permissions import GIVEN_ROLES


class Roles(models.Manager["Role"]):
    def named(self, key: str) -> Role | None:
        """The role of this key. The given ones are always there, also in a database that was emptied."""
        return self.get_or_create(pk=key)[0] if key in GIVEN_ROLES else self.filter(pk=key).first()


class Role(models.Model):
    """What those who have it may do. Seven are given, and say so in `permissions.py`; a house makes more of its own."""

    OWNER, ADMIN, LEAD, AGENT, LIGHT_AGENT, PROGRAMME_MANAGER, VIEWER = GIVEN_ROLES

    key = models.CharField(primary_key=True, max_length=40)  # "agent", "role 8": what the API says
    own_name = models.CharField(_("name"), max_length=60, blank=True)  # of one that is not given
    permissions = ArrayField(models.CharField(max_length=32), default=list, blank=True)  # of one that is not given
    needs_two_factors = models.BooleanField(_("two factors"), default=False)

    objects = Roles()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("own_name"), name="role_name_once", condition=~models.Q(own_name="")
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_given(self) -> bool:
        return self.key in GIVEN_ROLES

    @property
    def name(self) -> Any:
        return GIVEN_ROLES[self.key].label if self.is_given else self.own_name

    @property
    def rights(self) -> frozenset[str]:
        """The permissions that it gives, by name."""
        return GIVEN_ROLES[self.key].permissions if self.is_given else frozenset(self.permissions)
