from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models.help_centre import HelpCentre


class Category(models.Model):
    """A shelf of a help centre, or one within another: there are two levels."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="categories", db_index=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    slug = models.CharField(max_length=120)  # in addresses, in all languages
    position = models.PositiveIntegerField(default=0)  # among those of the same parent
    icon = models.CharField(_("sign"), max_length=16, default="folder")  # of the sprite
    external_id = models.CharField(max_length=200, null=True, blank=True)  # where it was imported from

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["centre", "slug"], name="category_slug_once"),
            models.UniqueConstraint(fields=["centre", "external_id"], name="category_imported_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="category_not_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name_in(self.centre.language)

    def name_in(self, language: str) -> str:
        """As it is called in this language, or else in the centre's first."""
        return getattr(self.named(language), "name", self.slug)

    def named(self, language: str) -> CategoryName | None:
        """Its name and description in this language, or else in the centre's first, or in any."""
        names = {each.language: each for each in self.names.all()}
        return names.get(language) or names.get(self.centre.language) or next(iter(names.values()), None)


class CategoryName(models.Model):
    """What a category is called in one language."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="names", db_index=False)
    language = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["category", "language"], name="category_named_once")]

    def __str__(self) -> str:
        return self.name


class CategoryRedirect(models.Model):
    """An address that a category once had, which leads on to it."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="+", db_index=False)
    slug = models.CharField(max_length=120)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "slug"], name="category_redirect_once")]

    def __str__(self) -> str:
        return self.slug
