from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.actions.keep_file import picture_kind
from regulars.knowledge.models import HelpCentre
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LARGEST = 1024 * 1024  # bytes


@transaction.atomic
def save_logo(centre: HelpCentre, *, content: bytes | None, by: Agent | None) -> HelpCentre:
    """Show a picture at the head of the help centre; None: its title alone. Raises ValidationError("logo")."""
    kind = picture_kind(content) if content is not None else ""
    if content is not None and not kind:
        raise refusal("logo", _("Choose a picture: PNG, JPEG, GIF, WebP or AVIF."))
    if content is not None and len(content) > LARGEST:
        raise refusal("logo", _("A logo has at most 1 MB."), "too_large")
    digest = blobs.keep(content) if content else ""
    centre = HelpCentre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if centre.logo != digest:
        told = {"before": {"logo": centre.logo}, "after": {"logo": digest}}
        centre.logo, centre.logo_type = digest, kind
        centre.save(update_fields=["logo", "logo_type"])
        audit("help_centre.logo_changed", by=by, on=f"help_centre:{centre.pk}", **told)
    return centre
