from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from regulars.lib.names import first_name
from regulars.team.models.role import Role
from regulars.team.permissions import Permission


class Agents(BaseUserManager["Agent"]):
    def create_user(self, email: str, password: str | None = None, *, role: str = Role.AGENT, **facts: object) -> Agent:
        """Somebody new, with the role of this key."""
        Role.objects.named(role)
        agent = self.model(email=email.strip().lower(), role_id=role, **facts)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, email: str | None) -> Agent:
        return self.get(email__iexact=email or "")

    def owners(self) -> models.QuerySet[Agent]:
        return self.active().filter(role=Role.OWNER)

    def active(self) -> models.QuerySet[Agent]:
        return self.filter(is_active=True).order_by("name", "id")


class Agent(AbstractBaseUser):
    """Somebody who works here, and signs in."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Like my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Language(models.TextChoices):
        """In which the desk speaks to them; not what they write to customers in."""

        BROWSER = "", _("Like my browser")
        ENGLISH = "en", "English"
        GERMAN = "de", "Deutsch"

    class Undo(models.IntegerChoices):
        NONE = 0, _("Send at once")
        USUAL = 5, _("5 seconds")
        LONG = 10, _("10 seconds")
        LONGEST = 30, _("30 seconds")

    class AfterReply(models.TextChoices):
        """What becomes of a conversation that they have answered."""

        STAYS = "", _("It stays as it is")
        PENDING = "pending", _("It is put away until the next reply")
        RESOLVED = "resolved", _("It is resolved")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.ForeignKey(
        Role, verbose_name=_("role"), default=Role.AGENT, on_delete=models.PROTECT, related_name="agents"
    )
    is_active = models.BooleanField(default=True)
    signature = models.TextField(_("signature"), blank=True)
    theme = models.CharField(_("appearance"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    language = models.CharField(
        _("language of the desk"), max_length=8, blank=True, default=Language.BROWSER, choices=Language
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    undo_seconds = models.PositiveSmallIntegerField(_("time to take an answer back"), default=Undo.USUAL, choices=Undo)
    after_reply = models.CharField(
        _("after my answer"), max_length=16, default=AfterReply.STAYS, choices=AfterReply, blank=True
    )
    has_letter_keys = models.BooleanField(_("single-letter keys"), default=True)
    capacity = models.PositiveSmallIntegerField(_("room"), default=20)  # points: what may wait for them at once
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # "de"; none named: any
    works_in = ArrayField(
        models.BigIntegerField(), null=True, blank=True, editable=False
    )  # the inboxes they see; null: all. Kept by the database
    invited_at = models.DateTimeField(null=True, blank=True)  # when the newest link for a first password was sent
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Agents()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def rights(self) -> frozenset[str]:
        """What their role allows, by name: `"reply" in agent.rights`. Nothing for somebody who has left."""
        return self.role.rights if self.is_active else frozenset()

    def may(self, permission: Permission) -> bool:
        return permission in self.rights

    def spoken_to(self) -> translation.override:
        """`with agent.spoken_to(): …` says everything in their language, where no browser tells it: in letters, on devices."""
        return translation.override(self.language or settings.LANGUAGE_CODE)

    def sees_inbox(self, inbox: int) -> bool:
        return self.is_active and (self.works_in is None or inbox in self.works_in)

    @property
    def first_name(self) -> str:
        return first_name(self.name) or self.name
