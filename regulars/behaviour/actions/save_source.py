from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.behaviour.models import Source
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "kind", "needs_consent", "is_on")


@transaction.atomic
def save_source(source: Source, *, by: Agent | None) -> None:
    """Keep a website or program that tells us what is done there. Raises ValidationError("name", "kind")."""
    source.name = " ".join(storable(source.name).split())
    if not 0 < len(source.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if Source.objects.filter(name__iexact=source.name).exclude(pk=source.pk).exists():
        raise refusal("name", _("There is one of that name already."), "taken")
    if source.kind not in Source.Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Source.Kind.values))
    before = Source.objects.filter(pk=source.pk).values(*FACTS).first()
    if before and before["kind"] != source.kind:
        raise refusal("kind", _("The key of a website may be known to anybody: make another source."))
    source.save()
    after = {name: getattr(source, name) for name in FACTS}
    if before != after:
        audit(
            "source.changed" if before else "source.made", by=by, on=f"source:{source.pk}", before=before, after=after
        )
