"""Whether a failure says that an address is dead, or only that this letter did not get through this time."""

import re

FULL = re.compile(
    r"(?:mail ?box|mail ?folder|quota|storage|inbox|account|disk).{0,40}(?:\bfull|exceed|\bover\b|limit|violation)|"
    r"over ?quota|quota (?:exceed|violation)|out of storage|exceed\w* .{0,20}(?:quota|storage)|(?:has|contains?) too (?:many|much) (?:messages|mail)",
    re.I,
)
PASSING = re.compile(
    r"\bdelay|\bpostponed|will (?:be retried|retry|continue to (?:try|attempt)|keep trying)|attempts? will (?:be made|continue)|"
    r"still (?:being )?(?:trying|queued)|temporar|warning (?:message )?only|just a warning|not yet been delivered|no action is required",
    re.I,
)
GIVEN_UP = re.compile(
    r"given up|giving up|permanent (?:error|failure)|no further (?:delivery )?attempt|not going to try", re.I
)
NO_SUCH_ADDRESS = re.compile(
    r"(?:user|recipient|mailbox|account|address|alias|name|addressee)\b.{0,60}(?:unknown|not (?:be )?(?:found|recogni[sz]ed|exist|listed|known|valid)|"
    r"(?:does|do|did)(?:n['’]t| not) exist|disabled|discontinued|deactivated|inactive|suspended|closed|expired|no longer|rejected: access denied)|"
    r"(?:unknown|no such|invalid|bad|illegal|unrecogni[sz]ed|nonexist\w*|non-exist\w*|unroute?able) "
    r"(?:or \w+ )?(?:user|recipient|mailbox|account|address|alias|name|local|person|domain|host|destination)|"
    r"no (?:mail ?box|mail box|account|user)\b|not a (?:valid|known)|doesn['’]t have a|not our customer|has moved|no longer (?:valid|available|on|works|employed)|"
    r"(?:host|domain)(?: name)? (?:unknown|not found|(?:does|did)(?:n['’]t| not) exist)|unknown (?:host|domain)|name or service not known|"
    r"not (?:an )?active|user unknown|mailbox unavailable|recipnotfound|adr[ue]nknown|nie istnieje|unbekannt|inconnu|desconocid|sconosciut",
    re.I,
)
ABOUT_THE_LETTER = re.compile(
    r"spam|\bube\b|unsolicited|bulk ?mail|mass mailer|content|policy|policies|block|black ?list|blocked|reputation|\brbl\b|dnsbl|"
    r"virus|malware|phish|attachment|too (?:large|big|long)|(?:message|mail) size|size.{0,20}(?:limit|exceed)|exceeds? (?:the )?(?:maximum|size|fixed)|"
    r"\bspf\b|dkim|dmarc|authenticat|relay|rcpthosts|access denied|not authori[sz]ed|not allowed|permission|\bdenied\b|restrict|"
    r"sender|reverse dns|\bptr\b|too many|hop count|loop|rate limit|throttl|greylist|timed? ?out|time-?out|expired|deferred|"
    r"connection|connect|unreachable|not respond|network|try again|temporar|protocol|syntax|rejected due|similar to|accept(?:ing|ed)? (?:mail|your)",
    re.I,
)
DEAD = re.compile(r"5\.1\.(?:[1-346]|10)|5\.2\.1|5\.4\.(?:4|310)")
NOT_DEAD = re.compile(r"4\.|5\.1\.[78]$|5\.2\.[2-4]|5\.3\.[1-5]|5\.4\.[1-35-9]|5\.[567]\.")


def is_hard(status: str, reason: str) -> bool:
    """Whether nothing sent to this address will ever arrive.

    A full mailbox is emptied some day, and what a server holds against one letter, its size, its look or the way it came, it
    does not hold against the next: such failures are no reason to stop writing. Failures that give no reason are hard.
    """
    if status.startswith("4") or is_full(status, reason):
        return False
    if NO_SUCH_ADDRESS.search(reason) or DEAD.match(status):
        return True
    return not NOT_DEAD.match(status) and not ABOUT_THE_LETTER.search(reason)


def is_full(status: str, reason: str) -> bool:
    """A full mailbox, whatever class its server gives it."""
    return status.endswith(".2.2") or bool(FULL.search(reason))


def is_tried_further(prose: str) -> bool:
    """Whether the server only warns, and has not given up."""
    return bool(PASSING.search(prose[:2000])) and not GIVEN_UP.search(prose[:2000])
