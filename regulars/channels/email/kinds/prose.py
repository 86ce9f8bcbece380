"""Failures told in plain words: whom a letter did not reach, and why, by where things stand rather than by who wrote them."""

import re
from collections.abc import Collection

from regulars.channels.email.kinds.lasting import NO_SUCH_ADDRESS

LONGEST = 8000  # characters of a server's own words
ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.#+/-])(4(?:21|[357]\d)|5(?:[0-5]\d|7\d))(?=[ \]):#,;.]|-(?!\d{3})|$)", re.M)
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
A = ADDRESS.pattern
COPY = re.compile(
    r"(?:below this line|(?:this|here|following|below) is a copy of|copy of the (?:original )?(?:message|mail)|"
    r"(?:original|old|unsent|returned|rejected) (?:message|mail|headers)(?: text)?(?: as received| follows| headers| below| is (?:as )?follow|\s*[-:]|\s*$)|"
    r"(?:start|begin\w*) of (?:the )?(?:returned|original)|returned mail follows|original-nachricht|message (?:text |header )?follows|"
    r"headers? (?:of|from) the (?:source|original)|lines of (?:the|your) (?:original )?message follow|included (?:below|message)|"
    r"original message (?:follows|headers)|message d'origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|"
    r"原邮件|原始邮件|原始郵件|原信|以下は元|元のメッセージ|исходное сообщение)",
    re.I | re.M,
)
BEFORE_COPY = 40  # characters of a line before the words that announce the copy: `----- `, `Here follows `
HEADERS_BEGIN = re.compile(
    r"^[ \t>|]{0,6}(?:Return-Path|Received|DKIM-Signature|X-Original-To|MIME-Version)[ \t]*:", re.I | re.M
)
TRANSCRIPT = re.compile(
    r"^.{0,40}(?:transcript of (?:the )?session|session transcript|technical details|diagnostic information)",
    re.I | re.M,
)
HEADER_LINE = re.compile(
    r"[ \t>]*(?:from|to|cc|bcc|sent|subject|date|sender|reply-to|(?:original-)?message-id|mail from|x-[\w-]+)[ \t]*:",
    re.I,
)
LISTED = re.compile(rf"^[^\w\n]{{0,12}}(?:expanded from:?[^\w\n]{{0,3}}|(?:failed )?recipients?:[ \t]*)?({A})", re.I)
LABELLED = re.compile(
    rf"\b(?:recipients?|address(?:es|ed)?|users?|mail ?box|account|unknown|rcpt|undeliverable|deliver\w*)(?: (?:your|this|the|a))?"
    rf"(?: (?:original )?(?:address|message|mail|e-?mail|name))?(?: (?:to|for))?[\s:=,'\"<(\[]{{1,8}}({A})",
    re.I,
)
SAYS_WHY = re.compile(
    r"user unknown|unknown user|no such user|does not exist|mailbox (?:is )?(?:full|unavailable|not found)|exceed|over quota|not found|"
    r"rejected|refused|unroutable|no mailbox|invalid|couldn't be found|unavailable|timed out|relay|blocked|denied|disabled|said:|"
    r"(?:not|no) (?:a )?(?:valid|listed|recogni[sz]ed|collected|respond)|because",
    re.I,
)
SYSTEM = re.compile(r"(?:postmaster|mailer-daemon|mdaemon)@", re.I)
LEAD = re.compile(r"^(?:[^\w(\[#]|\bon \w{3}, .{10,36}$)+", re.I)


def above_the_copy(text: str) -> str:
    """The words of the server itself, without the letter that it gives back."""
    return text[: _copy_begins(text)]


def has_copy(text: str) -> bool:
    """Whether a letter is given back in the text."""
    return _copy_begins(text) < len(text[: 2 * LONGEST])


def _copy_begins(text: str) -> int:
    text = text[: 2 * LONGEST]
    headers = HEADERS_BEGIN.search(text)
    end = headers.start() if headers else len(text)
    for found in COPY.finditer(text, 0, end):
        line = text.rfind("\n", 0, found.start()) + 1
        if found.start() - line <= BEFORE_COPY:
            return line
    return end


def recipients_in(prose: str, *, others: Collection[str] = ()) -> tuple[str, ...]:
    """Whom the words are about: those on lines of their own, or called recipients, or at least the first one named.

    `others`: addresses in lower case that are named for another reason, such as the report's own sender and recipient.
    """
    prose = prose[:LONGEST]
    cut = TRANSCRIPT.search(prose)
    for scope in (prose[: cut.start()] if cut else "", prose):
        lines = [line for line in scope.splitlines() if not HEADER_LINE.match(line)]
        for sought in (LISTED, LABELLED):
            if found := _named((each for line in lines for each in sought.findall(line)), others):
                return found
    return _named(ADDRESS.findall("\n".join(lines)), others)[:1] or _named(ADDRESS.findall(prose), others)[:1]


def _named(found: Collection[str], others: Collection[str]) -> tuple[str, ...]:
    cleaned = (re.sub(r"^(?:smtp|rfc822)=", "", each.strip("'`*"), flags=re.I).rstrip(".") for each in found)
    known: dict[str, str] = {}
    for each in cleaned:
        if each.lower() not in others and not SYSTEM.match(each):
            known.setdefault(each.lower(), each)
    return tuple(known.values())


def reason_in(prose: str, recipients: Collection[str] = ()) -> str:
    """Why, in the server's words: what stands behind the recipient, else a line with a code or with the words."""
    lines = [line.strip() for line in prose[:LONGEST].splitlines() if not HEADER_LINE.match(line)]
    behind = _behind(lines, recipients)
    if ENHANCED.search(behind) or REPLY_CODE.search(behind) or _says_why(behind):
        return behind
    told = next((line for line in lines if ENHANCED.search(line) or REPLY_CODE.search(line)), "")
    return told or behind or _in_words(list(filter(None, lines)))


def _in_words(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        if _says_why(line):
            return " ".join(lines[number : number + 2]) if line.endswith(":") else line
    return ""


def _says_why(words: str) -> bool:
    return bool(SAYS_WHY.search(words) or NO_SUCH_ADDRESS.search(words))


def _behind(lines: list[str], recipients: Collection[str]) -> str:
    """The rest of the line that lists the first recipient, and the lines below it up to an empty one."""
    first = next(iter(recipients), None)
    for number, line in enumerate(lines):
        if first and first in line and LISTED.match(line):
            said = [LEAD.sub("", ADDRESS.sub("", line))]
            for below in lines[number + 1 : number + 7]:
                if not below or LISTED.match(below):
                    break
                said.append(below)
            if words := " ".join(" ".join(said).split()):
                return words
    return ""


def status_in(reason: str, prose: str) -> str:
    """The enhanced status that is told, or the class of the reply code; "" when neither is."""
    lines = "\n".join(line for line in prose[:LONGEST].splitlines() if not HEADER_LINE.match(line))
    for text in (reason, lines):
        if found := ENHANCED.search(text):
            return found[1]
    code = REPLY_CODE.search(reason) or REPLY_CODE.search(lines)
    return f"{code[1][0]}.0.0" if code else ""
