from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.store.models import Place, Slip
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "programme_id", "largest", "is_open")


@transaction.atomic
def save_place(place: Place, *, by: Agent) -> Place:
    """Keep a place: a new one, or one that there is. Raises ValidationError("name", "largest", "programme")."""
    place.name = place.name.strip()
    place.full_clean()
    before = Place.objects.filter(pk=place.pk).values(*FACTS).first() or {}
    if before and before["programme_id"] != place.programme_id and Slip.objects.filter(place=place.pk).exists():
        raise refusal("programme", _("Points were given here already: make a new place for another programme."))
    place.save()
    if (after := {name: getattr(place, name) for name in FACTS}) != before:
        audit("place.saved", by=by, on=f"place:{place.pk}", before=before, after=after)
    return place
