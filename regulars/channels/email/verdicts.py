"""Whether a letter comes from whom it says, as our own receiving server found out: SPF, DKIM, DMARC and ARC.

Everybody can write Authentication-Results into a letter. Only the topmost ones count that carry the name of the server we
believe (RFC 8601: what it writes stands above all that came in with the letter); whatever stands below is the sender's own say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from regulars.channels.email.marks import Mark
from regulars.channels.email.models import Mailbox

# Providers by the end of their IMAP server's name, and the names under which they write what they found out.
KNOWN = {
    "imap.gmail.com": "mx.google.com",
    "outlook.office365.com": "mx.microsoft.com",
    "imap.mail.me.com": "*.icloud.com",
    "imap.fastmail.com": "*.messagingengine.com",
    "imap.mail.yahoo.com": "*.yahoo.com",
    "imap.gmx.net": "gmx.net",
    "imap.web.de": "web.de",
    "imap.zoho.com": "mx.zohomail.com",
}
NAMELESS = "mx.microsoft.com"  # Microsoft 365 leaves its name out of the header that it writes for its own customers
PIECE = re.compile(r"\([^()]*\)|[^;()]+|[;()]")  # a comment, words, or what stands between them
METHOD = re.compile(r"^\s*(spf|dkim|dmarc|arc|compauth)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.I)
PROPERTY = re.compile(
    r"\b(header\.(?:from|d|i)|smtp\.mailfrom|policy\.[\w-]+|action|reason)\s*=\s*\"?([^\s;()\"]+)", re.I
)
POLICY = re.compile(
    r"\b(?:p|policy|policy\.dmarc|policy\.published-domain-policy)\s*=\s*\"?(none|quarantine|reject)\b", re.I
)
DISPOSITION = re.compile(r"\bdis\s*=\s*none\b|\bpolicy\.applied-disposition\s*=\s*none\b|\baction\s*=\s*none\b", re.I)
STRICT = {"quarantine", "reject"}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the believed server said: each of the words it used, or "" where it said nothing."""

    by: str
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    arc: str = ""
    policy: str = ""  # what the sender's domain asks for: none, quarantine or reject
    domain: str = ""  # of From, as that server read it
    proven: tuple[str, ...] = ()  # domains that SPF or DKIM stand for
    is_excused: bool = False  # DMARC failed, but the server let it pass: a forwarder it trusts has vouched for it

    def trust(self, author: str) -> str:
        """One word of Message.Trust about the author's address."""
        domain = author.rpartition("@")[2].lower()
        if self.domain and domain and not _are_related(self.domain, domain):
            return "none"  # the verdict is about another From than the one we read
        if self.dmarc == "pass":
            return "pass"
        if self.dmarc == "fail":
            return "none" if self.is_excused else "fail"
        return "pass" if any(_are_related(each, domain) for each in self.proven) else "none"

    @property
    def should_be_held(self) -> bool:
        """The sender's domain wants such letters to be kept away, and nothing excuses this one."""
        return self.dmarc == "fail" and self.policy in STRICT and not self.is_excused

    @property
    def words(self) -> str:
        said = [f"{name.upper()} {value}" for name in ("spf", "dkim", "dmarc", "arc") if (value := getattr(self, name))]
        policy = f" (the domain asks for: {self.policy})" if self.policy else ""
        return f"{', '.join(said) or 'nothing found'}{policy}, says {self.by}"

    def facts(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if value}


def verdicts_in(marks: Sequence[Mark], mailbox: Mailbox | None) -> Verdicts | None:
    """What the server that this mailbox believes has said; None when it is not known or said nothing."""
    believed = (mailbox.results_by or KNOWN.get(mailbox.imap_host, "")).lower() if mailbox else ""
    said = list(_said(marks, believed)) if believed else []
    return _read(said, believed) if said else None


def _said(marks: Sequence[Mark], believed: str) -> Iterator[str]:
    """The results of the topmost header by the believed server, and of those of its own directly below that add to it."""
    seen: set[str] = set()
    for mark in marks:
        name, results = _split(mark.value) if mark.name == "authentication-results" else ("", [])
        is_believed = _is_named(name, believed) and mark.name == "authentication-results"
        methods = {found[1].lower() for each in results if (found := METHOD.match(each))}
        if seen and not (mark.follows and is_believed and not seen & methods):
            return
        if is_believed:
            seen |= methods or {"none"}
            yield from results or ["none"]


def _split(value: str) -> tuple[str, list[str]]:
    """The name of the server, and what it says, result by result. Semicolons in comments do not count."""
    pieces: list[list[str]] = [[]]
    for piece in PIECE.findall(value):
        if piece == ";":
            pieces.append([])
        else:
            pieces[-1].append(piece)
    first, *results = ("".join(each) for each in pieces)
    if METHOD.match(first):
        return "", [first, *results]
    words = first.split()
    return (words[0].lower() if words else ""), results


def _is_named(name: str, believed: str) -> bool:
    if believed.startswith("*."):
        return name.endswith(believed[1:])
    return name == believed or (believed == NAMELESS and name == "")


def _read(results: Sequence[str], believed: str) -> Verdicts:
    said: dict[str, str] = {}
    policy = domain = ""
    proven: list[str] = []
    is_excused = False
    for each in results:
        found = METHOD.match(each)
        if not found:
            continue
        method, word = found[1].lower(), found[2].lower()
        properties = {name.lower(): value.lower() for name, value in PROPERTY.findall(each)}
        if method == "dkim" and said.get("dkim") == "pass":
            word = "pass"  # several signatures: one that holds is enough
        said[method] = word
        if word == "pass" and method in ("spf", "dkim"):
            proven += _domains(properties)
        if method == "dmarc":
            policy = _first(POLICY, each)
            domain = properties.get("header.from", "").rpartition("@")[2]
            is_excused = bool(DISPOSITION.search(each))
    is_vouched_for = said.get("arc") == "pass" or said.get("compauth") == "pass"
    return Verdicts(
        by=believed,
        **{name: said.get(name, "") for name in ("spf", "dkim", "dmarc", "arc")},
        policy=policy,
        domain=domain,
        proven=tuple(dict.fromkeys(proven)),
        is_excused=is_excused and is_vouched_for,
    )


def _domains(properties: dict[str, str]) -> list[str]:
    named = [properties.get(name, "") for name in ("header.d", "header.i", "smtp.mailfrom")]
    return [domain for each in named if (domain := each.rpartition("@")[2])]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].lower() if found else ""


def _are_related(one: str, other: str) -> bool:
    """Relaxed alignment: the same domain, or one below the other. (Two names below a shared suffix are not.)"""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
