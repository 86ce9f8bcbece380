from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.timeline import listen
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.events import PointsEarned
from regulars.loyalty.models import Programme
from regulars.outreach.actions.tell_member import tell_earned
from regulars.outreach.models import Notice
from regulars.outreach.notices import KINDS, notice_of, unknown_places
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONGEST = {"subject": 200, "text": 5000}  # characters


@transaction.atomic
def save_notice(
    programme: Programme, *, word: str, is_on: bool, texts: Mapping[str, Mapping[str, str]], by: Agent
) -> Notice:
    """Keep whether a programme sends notices of this kind, and its own words for them by language; empty ones are the usual ones.

    Raises ValidationError("word", "subject", "text").
    """
    if word not in KINDS:
        raise refusal("word", _("There is no such notice."), "unknown")
    kept = {code: _checked(word, said) for code, said in texts.items() if any(each.strip() for each in said.values())}
    before = _facts(notice_of(programme, word))
    notice, _is_new = Notice.objects.update_or_create(
        programme=programme, word=word, defaults={"is_on": is_on, "texts": kept}
    )
    if _facts(notice) != before:
        audit(
            "notice.saved", by=by, on=f"programme:{programme.pk}", before={word: before}, after={word: _facts(notice)}
        )
    is_wanted = Notice.objects.filter(word="earned", is_on=True).exists()
    listen(tell_earned, kinds=[PointsEarned.kind] if is_wanted else [])
    return notice


def _facts(notice: Notice) -> dict[str, object]:
    return {"is_on": notice.is_on, "texts": notice.texts}


def _checked(word: str, said: Mapping[str, str]) -> dict[str, str]:
    kept = {part: storable(said.get(part, "")).strip() for part in LONGEST}
    for part, longest in LONGEST.items():
        words = kept[part]
        if not words or len(words) > longest:
            raise refusal(part, _("Between 1 and %d characters; or leave both empty for the usual words.") % longest)
        if unknown := unknown_places(word, words):
            raise refusal(part, _("Nothing fills %s.") % ", ".join(unknown), "unknown")
    return kept
