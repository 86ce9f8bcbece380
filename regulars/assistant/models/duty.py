from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.quoting import SURE


class Task(models.TextChoices):
    """What the assistant may do."""

    ANSWER = "answer", _("Answer customers")
    DRAFT = "draft", _("Draft answers for agents")
    SUMMARISE = "summarise", _("Sum up conversations")
    TRANSLATE = "translate", _("Translate messages and answers")
    CLASSIFY = "classify", _("Find topic, tags, priority and language")
    MOOD = "mood", _("Tell the mood")
    PROPOSE = "propose", _("Propose articles from what was solved")


class Duty(models.Model):
    """What the assistant may do in an inbox, or in a help centre (there it answers who asks). Without one it does not."""

    class Way(models.TextChoices):
        OFF = "off", _("not at all")
        SUGGEST = "suggest", _("suggest it to agents")
        ITSELF = "itself", _("do it by itself")

    class Silence(models.TextChoices):
        HAND_OVER = "hand_over", _("a person looks")
        RESOLVE = "resolve", _("the conversation is settled, unconfirmed")

    inbox = models.ForeignKey(Inbox, null=True, on_delete=models.CASCADE, related_name="duties", db_index=False)
    centre = models.ForeignKey(HelpCentre, null=True, on_delete=models.CASCADE, related_name="duties", db_index=False)
    task = models.CharField(max_length=16, choices=Task)
    way = models.CharField(_("way"), max_length=8, choices=Way, default=Way.OFF)
    least = models.FloatField(
        _("least confidence"), default=SURE, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )  # below it, nothing is said or suggested

    # Of answers in an inbox alone:
    channels = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # by which it answers
    patience = models.PositiveIntegerField(
        _("minutes in which a customer may say whether it helped"), default=15, validators=[MinValueValidator(1)]
    )
    silence = models.CharField(_("when they say nothing"), max_length=16, choices=Silence, default=Silence.HAND_OVER)

    tells_own = models.BooleanField(
        _("in a chat, tells customers of their points, rewards and orders, after a code by mail"), default=False
    )

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["inbox", "task"], name="duty_of_inbox"),
            models.UniqueConstraint(fields=["centre", "task"], name="duty_of_centre"),
            models.CheckConstraint(
                condition=Q(inbox=None, centre__isnull=False) | Q(inbox__isnull=False, centre=None),
                name="duty_somewhere",
            ),
        ]

    @property
    def is_off(self) -> bool:
        return self.way == self.Way.OFF

    @property
    def is_by_itself(self) -> bool:
        return self.way == self.Way.ITSELF
