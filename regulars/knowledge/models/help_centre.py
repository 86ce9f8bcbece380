from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.slugs import free_slug, slug_of
from regulars.team.models import Brand


class HelpCentre(models.Model):
    """Where customers of a brand read what we know."""

    brand = models.OneToOneField(Brand, on_delete=models.PROTECT, related_name="help_centre")
    slug = models.CharField(max_length=60, unique=True, editable=False)  # in its address below the house's: /help/…
    is_open = models.BooleanField(_("open to customers"), default=False)  # closed: only who works here reads
    title = models.CharField(_("title"), max_length=120)
    intro = models.CharField(_("introduction"), max_length=500, blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)  # "#7a4b2a"; none: the house's
    logo = models.CharField(max_length=64, blank=True)  # the SHA-256 of a picture kept by lib.blobs
    logo_type = models.CharField(max_length=127, blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list)  # the first is what articles are written in
    host = models.CharField(
        _("own address"), max_length=253, blank=True
    )  # "help.coffee.example": the centre at its root

    is_answering = models.BooleanField(
        default=False
    )  # its search asks for an answer, too; the assistant's settings say so

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(Lower("host"), name="help_centre_host_once", condition=~Q(host="")),
            models.CheckConstraint(condition=~Q(languages=[]), name="help_centre_speaks"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **how: Any) -> None:
        """The address is made once, of the brand's name, and stays: others have written it down."""
        self.slug = self.slug or free_slug(slug_of(self.brand.name, limit=50), is_taken=_is_taken, instead="help")
        super().save(**how)

    @property
    def language(self) -> str:
        """The one that articles are written in first."""
        return self.languages[0]


def _is_taken(slug: str) -> bool:
    return slug == "files" or HelpCentre.objects.filter(slug=slug).exists()
