"""The verdict on a letter: what kind it is, why, and whether a machine of ours may answer it."""

from dataclasses import dataclass
from datetime import date

from regulars.channels.email.kinds.away import away_until
from regulars.channels.email.kinds.bounces import bounce_in
from regulars.channels.email.kinds.checks import CHECKS
from regulars.channels.email.kinds.clues import BEGINNING, Clues
from regulars.channels.email.letter import Bounce, Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The kind, whether a machine of ours may answer, and the evidence in words."""

    kind: Kind = Kind.HUMAN
    may_auto_respond: bool = True
    evidence: tuple[str, ...] = ()
    bounce: Bounce | None = None
    away_until: date | None = None


def verdict_on(clues: Clues) -> Verdict:
    """The kind of a letter, and what follows from it."""
    for kind, check in CHECKS:
        if evidence := check(clues):
            return Verdict(
                kind=kind,
                may_auto_respond=False,
                evidence=evidence,
                bounce=bounce_in(clues.parts, clues.text, to=clues.to, sender=clues.from_email)
                if kind == Kind.BOUNCE
                else None,
                away_until=_away_until(clues) if kind == Kind.OUT_OF_OFFICE else None,
            )
    reasons = _reasons_for_silence(clues)
    return Verdict(may_auto_respond=not reasons, evidence=reasons)


def _away_until(clues: Clues) -> date | None:
    return away_until(f"{clues.subject}\n{clues.text[:BEGINNING]}", clues.date)


def _reasons_for_silence(clues: Clues) -> tuple[str, ...]:
    """Why a machine should not answer this person's letter."""
    reasons = []
    if not clues.from_email:
        reasons.append("no address to answer to")
    if clues.is_from_nobody:
        reasons.append(f"From: {clues.from_email}")
    if clues.has_null_return_path:
        reasons.append("Return-Path: <>")
    suppressed = clues.header("x-auto-response-suppress").lower()
    if any(word in suppressed for word in ("all", "autoreply", "oof")):
        reasons.append(f"X-Auto-Response-Suppress: {suppressed[:80]}")
    for name in ("x-loop", "x-no-loop", "x-otrs-loop", "x-rt-loop-prevention", "precedence"):
        if value := clues.header(name):
            reasons.append(f"{name.title()}: {value[:80]}")
    return tuple(reasons)
