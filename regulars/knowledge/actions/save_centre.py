from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.languages import checked_languages
from regulars.knowledge.models import HelpCentre, Translation
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("title", "intro", "accent", "logo", "languages", "host", "is_open")
COLOUR = re.compile(r"#[0-9a-f]{6}")
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


@transaction.atomic
def save_centre(
    centre: HelpCentre,
    *,
    title: str,
    languages: Sequence[str],
    intro: str = "",
    accent: str = "",
    host: str = "",
    is_open: bool = False,
    by: Agent | None,
) -> HelpCentre:
    """Make a brand's help centre, or change one. The first of its languages is the one that articles are written in.

    Raises ValidationError("title", "languages", "accent", "host", "brand").
    """
    before = HelpCentre.objects.select_for_update(no_key=True).filter(pk=centre.pk).values(*FACTS).first()
    if before is None and HelpCentre.objects.filter(brand=centre.brand).exists():
        raise refusal("brand", _("This brand has a help centre already."), "taken")
    centre.title = one_line(storable(title), limit=121)
    if not 1 <= len(centre.title) <= 120:
        raise refusal("title", _("Between 1 and %d characters.") % 120)
    centre.intro = one_line(storable(intro), limit=500)
    centre.languages = _languages(centre, languages)
    centre.accent, centre.host, centre.is_open = _colour(accent), _host(centre, host), is_open
    centre.save()
    after = {fact: getattr(centre, fact) for fact in FACTS}
    if after != before:
        audit("help_centre.saved", by=by, on=f"help_centre:{centre.pk}", before=before, after=after)
    return centre


def _languages(centre: HelpCentre, given: Sequence[str]) -> list[str]:
    languages = checked_languages(given)
    if centre.pk is None:
        return languages
    written = set(
        Translation.objects.filter(centre=centre, state=Translation.State.PUBLISHED).values_list("language", flat=True)
    )
    if left := sorted(written - set(languages)):
        raise refusal(
            "languages", _("There are published articles in %s: unpublish them first.") % ", ".join(left), "in_use"
        )
    return languages


def _colour(given: str) -> str:
    colour = given.strip().lower()
    if colour and not COLOUR.fullmatch(colour):
        raise refusal("accent", _("A colour looks like #7a4b2a."))
    return colour


def _host(centre: HelpCentre, given: str) -> str:
    host = re.sub(r"^https?://", "", given.strip().lower()).strip("/").rstrip(".")
    try:
        host = host.encode("idna").decode() if host and not host.isascii() else host
    except UnicodeError:
        raise refusal("host", _("An address looks like help.example.com.")) from None
    if host and not HOST.fullmatch(host):
        raise refusal("host", _("An address looks like help.example.com."))
    if host and HelpCentre.objects.filter(host__iexact=host).exclude(pk=centre.pk).exists():
        raise refusal("host", _("Another help centre has this address."), "taken")
    return host
