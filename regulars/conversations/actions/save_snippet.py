import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.models import Snippet
from regulars.conversations.placeholders import check_places
from regulars.conversations.snippets import may_change
from regulars.lib.html import sanitise, text_from_html
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Team

LANGUAGE = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})?")
LONGEST = 20_000  # characters of one text
FACTS = ("name", "folder", "agent_id", "team_id", "texts")


@transaction.atomic
def save_snippet(
    snippet: Snippet | None,
    *,
    name: str,
    texts: Mapping[str, str],
    folder: str = "",
    agent: Agent | None = None,
    team: Team | None = None,
    by: Agent,
) -> Snippet:
    """Make a snippet (None), or change one: for an agent, for a team, or (with neither) for everybody.

    `texts` are HTML by language; "" is the one for all. Raises ValidationError("name", "folder", "texts", "whose").
    """
    kept = snippet or Snippet()
    if snippet and not may_change(snippet, by):
        raise refusal("whose", _("Your role does not let you change what others use, too."), "forbidden")
    before = {fact: getattr(kept, fact) for fact in FACTS} if snippet else None
    kept.name, kept.folder = _line(name, "name", 64), _folder(folder)
    kept.agent, kept.team, kept.texts = agent, team, _checked(texts)
    if not may_change(kept, by):
        raise refusal(
            "whose", _("Your role does not let you make things for others: keep it for yourself."), "forbidden"
        )
    after = {fact: getattr(kept, fact) for fact in FACTS}
    if after == before:
        return kept
    kept.changed_at, kept.changed_by = timezone.now(), by
    kept.save()
    audit("snippet.saved", by=by, on=f"snippet:{kept.pk}", before=before, after=after)
    return kept


def _line(given: str, field: str, most: int) -> str:
    line = one_line(storable(given), limit=most + 1)
    if not 1 <= len(line) <= most:
        raise refusal(field, _("Between 1 and %d characters.") % most, "too_long" if line else "missing")
    return line


def _folder(given: str) -> str:
    """“ Shipping / Norway ” is “Shipping/Norway”."""
    parts = [part.strip() for part in one_line(storable(given), limit=200).split("/")]
    folder = "/".join(filter(None, parts))
    return _line(folder, "folder", 120) if folder else ""


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    kept = {language.strip(): sanitise(storable(html)).strip() for language, html in texts.items()}
    kept = {language: html for language, html in kept.items() if text_from_html(html)}
    if not kept.get(""):
        raise refusal("texts", _("Write the text that is for all languages."), "missing")
    for language, html in kept.items():
        if not LANGUAGE.fullmatch(language):
            raise refusal("texts", _("Languages look like en, or pt-BR."))
        if len(html) > LONGEST:
            raise refusal("texts", _("A text has at most %d characters.") % LONGEST, "too_long")
        try:
            check_places(html, is_html=True)
        except ValueError as error:
            raise refusal("texts", str(error)) from None
    return kept
