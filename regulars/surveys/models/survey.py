from __future__ import annotations

from functools import cached_property

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.languages import base_of
from regulars.surveys.questions import SCORE, Question, questions_of, said_in
from regulars.team.models import Brand, Team


class Survey(models.Model):
    """What we ask customers, whom, and what follows from a low score."""

    class Kind(models.TextChoices):
        CSAT = "csat", _("satisfaction (CSAT, 1 to 5)")
        NPS = "nps", _("recommendation (NPS, 0 to 10)")
        CES = "ces", _("effort (CES 2.0, 1 to 7)")
        STARS = "stars", _("reviews (1 to 5 stars)")
        CUSTOM = "custom", _("questions of your own")

    SCALES = {Kind.CSAT: (1, 5), Kind.NPS: (0, 10), Kind.CES: (1, 7), Kind.STARS: (1, 5)}

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)  # the first is spoken to whoever speaks none of them
    questions = models.JSONField(default=list)
    texts = models.JSONField(default=dict)  # {"subject": {"en": …}, "intro": {…}, "thanks": {…}}
    is_on = models.BooleanField(_("on"), default=True)
    is_public = models.BooleanField(_("whoever has the address may answer"), default=False)
    in_portal = models.BooleanField(_("in the portal, for who is signed in"), default=False)
    after_chat = models.BooleanField(_("the rating at the end of a chat is an answer"), default=False)
    for_machines = models.BooleanField(_("also where no person of ours has answered"), default=False)
    share = models.PositiveSmallIntegerField(
        _("share of customers who are asked, in percent"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    wait_hours = models.PositiveSmallIntegerField(_("hours until the letter leaves"), default=1)
    remind_days = models.PositiveSmallIntegerField(_("days until one reminder"), null=True, blank=True)
    rest_days = models.PositiveSmallIntegerField(_("days until the same customer is asked again"), default=30)
    lasts_days = models.PositiveSmallIntegerField(_("days for which a link takes an answer"), default=30)
    editable_days = models.PositiveSmallIntegerField(_("days for which an answer may be changed"), default=7)
    low_at = models.PositiveSmallIntegerField(_("a case from this score down"), null=True, blank=True)
    case_hours = models.PositiveSmallIntegerField(_("working hours until a case is due"), default=16)
    team = models.ForeignKey(
        Team, verbose_name=_("team for cases without an owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def asks(self) -> tuple[Question, ...]:
        return questions_of(self.questions)

    @property
    def scored(self) -> Question | None:
        """The question whose answer is the score: the one of this key, or else the first scale."""
        scales = [each for each in self.asks if each.kind == "scale"]
        return next((each for each in scales if each.key == SCORE), next(iter(scales), None))

    def says(self, name: str, language: str) -> str:
        return said_in(self.texts.get(name, {}), language)

    def language_for(self, wished: str) -> str:
        """The one of its languages that is nearest to what somebody speaks."""
        known = {code.lower(): code for code in self.languages}
        return known.get(wished.lower()) or known.get(base_of(wished)) or next(iter(self.languages), "en")

    def is_low(self, score: int | None) -> bool:
        return score is not None and self.low_at is not None and score <= self.low_at


class Pacing(models.Model):
    """How often one customer is asked at all, whatever the survey. There is one row."""

    rest_days = models.PositiveSmallIntegerField(_("days of peace after any survey"), default=14)
    most_a_year = models.PositiveSmallIntegerField(_("surveys for one customer in a year, at most"), default=8)

    @classmethod
    def of_house(cls) -> Pacing:
        return cls.objects.first() or cls()
