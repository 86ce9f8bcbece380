"""Who wrote a letter: a person, or which sort of machine; and why we think so."""

from dataclasses import dataclass
from datetime import date

from regulars.channels.email.header_block import HeaderBlock
from regulars.channels.email.letter import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The kind, whether a machine of ours may answer, and the evidence in words."""

    kind: Kind = Kind.HUMAN
    may_auto_respond: bool = True
    evidence: tuple[str, ...] = ()
    away_until: date | None = None


def kind_of(
    headers: HeaderBlock, *, content_types: tuple[str, ...], subject: str, text: str, from_email: str
) -> Verdict:
    """The verdict on a letter."""
    submitted = headers.text("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return Verdict(kind=Kind.AUTO_REPLY, may_auto_respond=False, evidence=(f"Auto-Submitted: {submitted}",))
    return Verdict(may_auto_respond=bool(from_email))
