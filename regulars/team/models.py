"""Who works here: agents, their teams and brands, and the audit log of what they changed in the house."""

from __future__ import annotations

import json
from functools import lru_cache

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.hours import Hours, hours_from


class Agents(BaseUserManager["Agent"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> Agent:
        agent = self.model(email=email.strip().lower(), **facts)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, email: str | None) -> Agent:
        return self.get(email__iexact=email or "")

    def active(self) -> models.QuerySet[Agent]:
        return self.filter(is_active=True).order_by("name", "id")


class Agent(AbstractBaseUser):
    """Someone of the shop who answers customers. Signs in with e-mail and password."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        ADMIN = "admin", _("Admin")
        AGENT = "agent", _("Agent")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Like my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Undo(models.IntegerChoices):
        NONE = 0, _("Send at once")
        USUAL = 5, _("5 seconds")
        LONG = 10, _("10 seconds")
        LONGEST = 30, _("30 seconds")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.AGENT)
    is_active = models.BooleanField(default=True)
    signature = models.TextField(_("signature"), blank=True)
    theme = models.CharField(_("appearance"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    undo_seconds = models.PositiveSmallIntegerField(_("time to take an answer back"), default=Undo.USUAL, choices=Undo)
    has_letter_keys = models.BooleanField(_("single-letter keys"), default=True)
    capacity = models.PositiveSmallIntegerField(_("room"), default=20)  # points: what may wait for them at once
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # "de"; none named: any
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Agents()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_admin(self) -> bool:
        return self.role in (self.Role.OWNER, self.Role.ADMIN)

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class Calendar(models.Model):
    """When somebody is there: a week with its periods, a time zone, and the days that are different."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    hours = models.JSONField(default=dict)  # as `hours_from` reads them: {"monday": ["09:00-17:00"], …}
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    holidays = models.JSONField(default=list)  # "DE-BY", "2026-12-24", {"date": …, "hours": …}, iCalendar text
    is_default = models.BooleanField(_("the house's"), default=False)  # for teams without one of their own

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_default"], name="one_default_calendar", condition=models.Q(is_default=True))]

    def __str__(self) -> str:
        return self.name

    def as_hours(self) -> Hours:
        """Raises HoursProblem, which names the field."""
        return hours_of(json.dumps({"hours": self.hours, "time_zone": self.time_zone, "holidays": self.holidays}, sort_keys=True))


@lru_cache(maxsize=64)
def hours_of(written: str) -> Hours:
    """The hours in this JSON; the same object again, which remembers the weeks that it has reckoned."""
    return hours_from(json.loads(written))


class Presence(models.Model):
    """Whether an agent is at the desk. Whoever was never seen there has none, and is offline."""

    class State(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    agent = models.OneToOneField(Agent, primary_key=True, on_delete=models.CASCADE, related_name="presence")
    state = models.CharField(max_length=8, choices=State, default=State.ONLINE)
    is_chosen = models.BooleanField(default=False)  # by hand: opening the desk does not change it
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)  # since when not online
    seen_at = models.DateTimeField(default=timezone.now)  # a page of theirs was open then
    given_at = models.DateTimeField(null=True)  # when a queue gave them something last: turns go by it


class Skill(models.Model):
    """Something that not everybody knows how to do."""

    name = models.CharField(_("name"), max_length=64, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ability(models.Model):
    """That an agent has a skill, and how well: 1 to 5. The ablest with room comes first."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="abilities")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="abilities")
    level = models.PositiveSmallIntegerField(_("level"), default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="ability_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="ability_level"),
        ]


def hours_of_one(entry: object, time_zone: str) -> Hours:
    """Hours of which nothing is known but this one entry of their holidays."""
    return hours_of(json.dumps({"hours": "24/7", "time_zone": time_zone, "holidays": [entry]}, sort_keys=True))


class HoursChange(models.Model):
    """Hours have changed, and those who count by them have not followed yet: they take the row away."""

    at = models.DateTimeField(default=timezone.now)


class Team(models.Model):
    """A group of agents that conversations may be given to."""

    class GivesOut(models.TextChoices):
        BY_HAND = "by hand", _("By hand: whoever wants it takes it")
        ROUND_ROBIN = "round robin", _("In turn")
        LEAST_BUSY = "least busy", _("To whoever is least busy")

    class Level(models.IntegerChoices):
        FIRST = 1, "L1"
        SECOND = 2, "L2"
        THIRD = 3, "L3"

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(Agent, related_name="teams", blank=True)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="teams")
    level = models.PositiveSmallIntegerField(_("level of support"), choices=Level, default=Level.FIRST)
    gives_out = models.CharField(_("conversations are given out"), max_length=16, choices=GivesOut, default=GivesOut.BY_HAND)
    gives_back_after = models.PositiveSmallIntegerField(_("taken back from whoever is gone for"), null=True, blank=True)  # minutes
    overflow_team = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    overflow_after = models.PositiveSmallIntegerField(_("after waiting"), default=30)  # minutes

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """A name that customers know us by. Inboxes, and later portals, belong to one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    website = models.URLField(_("website"), blank=True)

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """An agent changed a setting of the house. What happens to customers is on their timeline instead."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=64)
    object = models.CharField(max_length=120, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
