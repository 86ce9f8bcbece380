from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.behaviour.fields import MOST_DAYS
from regulars.behaviour.models import Figure, Tally, Trail
from regulars.customers.changes import changed
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("key", "label", "deed_id", "how", "of", "days")
MOST = 200  # figures of a house


@transaction.atomic
def save_figure(figure: Figure, *, by: Agent | None) -> None:
    """Keep a fact that is computed from what customers do. Its key, by which conditions ask, never changes.

    Raises ValidationError("label", "key", "how", "of" or "days").
    """
    figure.label, figure.of = one_line(storable(figure.label), limit=80), storable(figure.of).strip()
    if not figure.label:
        raise refusal("label", _("A name has 1 to 80 characters."))
    if not figure.pk:
        figure.key = figure.key or re.sub("[^a-z0-9]+", "_", figure.label.lower()).strip("_")[:40]
    if not re.fullmatch("[a-z0-9_]{1,40}", figure.key):
        raise refusal("key", _("A key has 1 to 40 of a–z, 0–9 and _."))
    if Figure.objects.filter(key=figure.key).exclude(pk=figure.pk).exists():
        raise refusal("key", _("There is a figure with this key already."), "taken")
    if figure.how not in Figure.How.values:
        raise refusal("how", _("Choose one of: %s.") % ", ".join(Figure.How.values))
    if (figure.how != Figure.How.COUNT) != bool(figure.of):
        raise refusal("of", _("Name the property, such as revenue. How often needs none."))
    if figure.days is not None and not 1 <= figure.days <= MOST_DAYS:
        raise refusal("days", _("Between 1 and %d days, or empty.") % MOST_DAYS)
    if not figure.pk and Figure.objects.count() >= MOST:
        raise refusal("key", _("A house has at most %d figures.") % MOST, "too_many")
    before = Figure.objects.filter(pk=figure.pk).values(*FACTS).first()
    figure.save()
    after = {name: getattr(figure, name) for name in FACTS}
    if before and before != after:
        changed(
            Trail.objects.filter(pk__in=Tally.objects.filter(deed_id=figure.deed_id).values("trail_id"))
            .exclude(customer=None)
            .values_list("customer", flat=True)
        )
    if before != after:
        audit(
            "figure.changed" if before else "figure.made", by=by, on=f"figure:{figure.key}", before=before, after=after
        )


@transaction.atomic
def remove_figure(figure: Figure, *, by: Agent | None) -> None:
    """Reckon it no more. Conditions that ask about it hold for nobody. Harmless twice."""
    if Figure.objects.filter(pk=figure.pk).delete()[0]:
        audit("figure.removed", by=by, on=f"figure:{figure.key}", before={"label": figure.label})
