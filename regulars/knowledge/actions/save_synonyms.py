from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import HelpCentre, Synonyms
from regulars.knowledge.words import words_in
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST, LONGEST, GROUPS = 20, 64, 500


@transaction.atomic
def save_synonyms(centre: HelpCentre, *, language: str, words: Sequence[str], by: Agent | None) -> Synonyms:
    """Let words, or several as one, mean the same to search. Harmless when they do. Raises ValidationError("language", "words")."""
    language = checked_language(language)
    said = list(dict.fromkeys(one_line(storable(each), limit=LONGEST) for each in words if words_in(each)))
    if not 2 <= len(said) <= MOST:
        raise refusal("words", _("Name 2 to %d words that mean the same, with commas between them.") % MOST)
    HelpCentre.objects.select_for_update().get(pk=centre.pk)
    several = Synonyms.objects.filter(centre=centre)
    if same := several.filter(language=language, words=said).first():
        return same
    if several.count() >= GROUPS:
        raise refusal("words", _("These are too many; remove some first."))
    made = Synonyms.objects.create(centre=centre, language=language, words=said)
    audit("synonyms.saved", by=by, on=f"help_centre:{centre.pk}", after={"language": language, "words": said})
    return made
