from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.money import currency_code
from regulars.lib.refusal import refusal
from regulars.loyalty.checking import checked_words
from regulars.loyalty.models import Account, Lot, Operation, Programme, ProgrammeVersion
from regulars.loyalty.spans import Clock
from regulars.loyalty.terms import Terms, terms_of, with_changes
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
WORDS = {"name": 80, "one": 40, "many": 40}  # characters


@transaction.atomic
def save_programme(
    programme: Programme | None,
    *,
    by: Agent,
    facts: Mapping[str, Any] | None = None,
    terms: Mapping[str, Any] | None = None,
    for_all: bool = False,
) -> Programme:
    """Begin a programme, or change what is named of it. New terms are a new version, and hold for what is earned from now on.

    Points that are there keep their dates; `for_all` gives those that would never be over the new time, counted from now. Who
    has been inactive begins anew. Tiers are looked at again in the next minutes: some rise, nobody falls before it is time.
    Raises ValidationError("name", "one", "many", "currency", "time_zone", or the part of the terms).
    """
    if programme:
        programme = Programme.objects.select_for_update().get(pk=programme.pk)
    kept = programme or Programme()
    before = told(kept) if programme else {}
    old = kept.promised
    for name, said in (facts or {}).items():
        setattr(kept, name, _checked(kept, name, said))
    new = terms_of(with_changes(old.model_dump(mode="json"), terms or {}))
    kept.terms = new.model_dump(mode="json")
    _refuse(kept, is_new=programme is None)
    is_changed = programme is None or new != old
    kept.version += programme is not None and is_changed
    kept.save()
    kept = Programme.objects.get(pk=kept.pk)
    if is_changed:
        ProgrammeVersion.objects.create(programme=kept, number=kept.version, terms=kept.terms, by=by)
        _apply(kept, old, new, for_all=for_all)
    if (after := told(kept)) != before:
        audit("programme.saved", by=by, on=f"programme:{kept.pk}", before=before, after=after)
    return kept


def told(programme: Programme) -> dict[str, Any]:
    named = ("name", "one", "many", "currency", "time_zone", "version", "terms")
    return {name: getattr(programme, name) for name in named}


def _checked(programme: Programme, name: str, said: Any) -> str:
    if name in WORDS:
        words = checked_words(said, longest=WORDS[name], field=name)
        if not words:
            raise refusal(name, _("Write something here."))
        return words
    try:
        return currency_code(said) if name == "currency" else ZoneInfo(said).key
    except (ValueError, KeyError, OSError):
        raise refusal(name, _("There is no “%s”.") % str(said)[:40]) from None


def _refuse(programme: Programme, *, is_new: bool) -> None:
    if Programme.objects.filter(name=programme.name).exclude(pk=programme.pk).exists():
        raise refusal("name", _("Another programme has this name."), "taken")
    if not programme.name:
        raise refusal("name", _("Write something here."))
    spent = Operation.objects.filter(programme=programme.pk, spend__isnull=False)
    if not is_new and Programme.objects.get(pk=programme.pk).currency != programme.currency and spent.exists():
        raise refusal("currency", _("Purchases were reckoned in another currency already: begin a new programme."))


def _apply(programme: Programme, old: Terms, new: Terms, *, for_all: bool) -> None:
    now, clock = timezone.now(), Clock(ZoneInfo(programme.time_zone), new.begins)
    members = Account.objects.open().filter(programme=programme)
    if for_all and new.expiry:
        ends = new.expiry.after(now, clock)
        endless = Lot.objects.filter(account__programme=programme, expires_at=None, lasts=None)
        endless.exclude(pending=0, available=0, held=0).update(expires_at=ends)
    if new.inactivity != old.inactivity:
        lapses = new.inactivity.after(now, clock) if new.inactivity else None
        members.update(lapses_at=None)
        members.filter(available__gt=0).update(lapses_at=lapses)
    if for_all or new.inactivity != old.inactivity or new.tiers != old.tiers:
        members.update(due_at=LONG_AGO)  # before all that was done: each book is opened
        Programme.objects.filter(pk=programme.pk).update(swept_at=now - timedelta(days=1))
