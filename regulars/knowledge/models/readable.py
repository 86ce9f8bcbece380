"""Who may read what: the same of everything that a help centre shows."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import holds
from regulars.team.models import Agent

Reader = Agent | Customer | None


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    SIGNED_IN = "signed_in", _("Customers who have signed in")
    SEGMENT = "segment", _("Some customers")
    AGENTS = "agents", _("Who works here")


class Readable(models.QuerySet):  # type: ignore[type-arg]
    """Rows with `centre`, `visibility` and `segment`."""

    for_some = Q(visibility=Visibility.SEGMENT)

    def permitted_to(self, reader: Reader) -> Self:
        """What this reader would be allowed to read if all of it were published."""
        if isinstance(reader, Agent):
            return self if reader.is_active else self.none()
        allowed = Q(visibility=Visibility.PUBLIC)
        if reader is not None:
            allowed |= Q(visibility=Visibility.SIGNED_IN)
        if reader is not None and reader.is_proven:
            allowed |= Q(pk__in=self._for_segments_of(reader))
        return self.filter(allowed, centre__is_open=True)

    def _for_segments_of(self, customer: Customer) -> list[int]:
        """Rows for some customers, of whom this is one. Each condition is asked once."""
        segments: dict[str, tuple[object, list[int]]] = {}
        several = self.model._default_manager.filter(self.for_some)
        for pk, tree in several.values_list("pk", "segment"):
            segments.setdefault(repr(tree), (tree, []))[1].append(pk)
        now = timezone.now()
        fitting = (pks for tree, pks in segments.values() if holds(tree, customer, CUSTOMER_FIELDS, now=now))
        return [pk for pks in fitting for pk in pks]
