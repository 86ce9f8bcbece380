from __future__ import annotations

from regulars.customers.models import Customer
from regulars.knowledge.models import Asked, HelpCentre
from regulars.knowledge.models.article import Reader
from regulars.lib.texts import one_line, storable
from regulars.team.models import Agent


def note_search(centre: HelpCentre, *, words: str, language: str, found: int, by: Reader) -> Asked:
    """Remember what was searched for and how much was found, so that somebody can write what is missing. Not who it was."""
    kinds = Asked.Reader
    kind = kinds.AGENT if isinstance(by, Agent) else kinds.CUSTOMER if isinstance(by, Customer) else kinds.VISITOR
    kept = one_line(storable(words), limit=300)
    return Asked.objects.create(centre=centre, language=language, words=kept, found=found, reader=kind)
