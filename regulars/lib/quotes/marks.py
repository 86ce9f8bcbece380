"""Where a quote begins: the lines that mail programs put above it."""

import re

from regulars.lib.quotes import words

LONGEST = 400  # characters of an introduction, over all its lines
MOST_LINES = 4
BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069"


def _any(choices: tuple[str, ...]) -> str:
    return "|".join(re.escape(choice) for choice in sorted(set(choices), key=len, reverse=True))


QUOTED = re.compile(r"[ \t]{0,3}>")
ADDRESS = re.compile(r"[^\s<>()\[\]]+@[^\s<>()\[\]]+\.\w")
DATE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[٠-٩]{4}|\d{1,2}月|(?:yester|to)day at", re.I
)
TIME = re.compile(r"\d{1,2}[:.h]\d\d")
WROTE = re.compile(
    rf"(?:^|[\s,)>\"'{BIDI}\d，、]|(?<=[^\x00-\x7f]))(?:{_any(words.WROTE)})(?=$|-{{2}}|[\s:：(<,\"'“{BIDI}])", re.I
)
LEAD = re.compile(
    rf"^[\s*_{BIDI}-]*(?:(?:{_any(words.BEGINS_WITH)})\b|\d{{1,4}}[-./年년 ]|[^\W\d_]{{2,12}}[.,]{{0,2}} \d{{1,2}}[. ])",
    re.I,
)
ENDS = re.compile(rf"[:：][\s*_{BIDI}]*$|^\s*-{{2,}} ?\S.*\S ?-{{2,}}\s*$")
TELLS_ON = re.compile(r"\b(?:wrote|writes|said|responded)\b(?!\s*(?:[:：*_-]|$))", re.I)  # "… wrote to me that:"
WITH_QUOTE_ON_ITS_LINE = re.compile(
    rf"^[^<>]{{8,160}}<[^<>\s]+@[^<>\s]+>\s*(?:{_any(words.WROTE)})\s*[:：]\s{{2,}}\S", re.I
)
DATE_AND_SENDER = re.compile(r"^\W*\d[^<>]{5,80}<[^<>\s]+@[^<>\s]+>\s*$")
DATE_AND_NAME = re.compile(r"^\s*20\d\d-\d\d-\d\d \d\d?:\d\d GMT[+-]\d\d:\d\d [^\W\d_][^:：]{1,60}:?\s*$")
CITING = re.compile(rf"^\s*(?:{_any(words.CITING)}) .{{0,80}}<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$", re.I)
WROTE_ON = re.compile(
    rf"(?:^|\s)(?:{_any(words.WROTE)}) (?:am|on|op|den|le|il|el|em)\b.*\d\d.*\d{{1,2}}[:.h]\d\d[^:]{{0,10}}[:：]\s*$",
    re.I,
)
COLON_LOST = re.compile(
    rf"^\W*(?:{_any(words.BEGINS_WITH)})\b.*\d[:.]\d\d.*<[^<>\s]+@[^<>\s]+>\s*(?:{_any(words.WROTE)})\s*$", re.I
)
VIA_WROTE = re.compile(rf"^\S.{{0,60}} (?:via|über|par|vía) .{{2,60}} (?:{_any(words.WROTE)})\s*[:：]\s*$", re.I)
CUT_BEFORE_VERB = re.compile(rf"^>\s*(?:{_any(words.WROTE)})\s*[:：]\s*$", re.I)
REPLY_BEFORE_IT = re.compile(
    r"^(.{1,400}?\S)(?:\s*-{2,}\s*| ?)(?=On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*, |\w{3,9} \d|\d)[^:]*\d.{0,160}(?<=[\s>])wrote:\s*$)"
)
NAME_AND_ADDRESS = re.compile(rf"[<(\[]\s*[{BIDI}]*(?:mailto:)?[^\s<>()]+@[^\s<>()]+\s*[>)\]]")
ORIGINAL = re.compile(
    rf"^[\s*>]*[-_=*‐–—]+(?:\s|&nbsp;)*(?:{_any(words.ORIGINAL_MESSAGE)})(?:\s|&nbsp;)*[-_=*‐–—]+[\s*]*(?:from:.*)?$",
    re.I,
)
ORIGINAL_BARE = re.compile(rf"^\s*\*?(?:{_any(words.ORIGINAL_MESSAGE)})\*?\s*[:：]\s*$", re.I)
FORWARDED = re.compile(
    rf"^[\s*]*(?:[-_=‐–—]{{2,}}\s*(?:{_any(words.FORWARDED_MESSAGE)})|(?:{_any(words.FORWARDED_MESSAGE)})\s*[:：]\s*$)",
    re.I,
)
BETWEEN_ARROWS = re.compile(r"^>{3} ?[^>\s].{5,120}\d{1,2}[:.]\d\d.{0,12}>{3}\s*$")
BETWEEN_HASHES = re.compile(r"^\s*#{2,}- .{5,} -#{2,}\s*$")
RULE = re.compile(r"^\s*(?:_{5,}|-{3,}|={5,}|\*{5,}|[—–-]{3,}|—{2,})\s*$")
LABEL = {
    kind: re.compile(rf"^[\s{BIDI}]*[*_]*(?:{_any(labels)})[*_]*[\s\u00a0]*[*_]*[:：][*_]*", re.I)
    for kind, labels in words.HEADERS.items()
}
LABELS_ON_ONE_LINE = re.compile(r"(?<=\S)\s+(?=[^\W\d_][^\W\d_]*(?: [^\W\d_]+)?\s?[:：]\s)")
NEXT_FIELD = re.compile(r"\s+[A-Z][a-z]+:")
FIELD = re.compile(r"^\s*[^\W\d_]{2,20}[:：]\s")
MAY_BE_LABEL = re.compile(rf"^[\s{BIDI}]*[*_]{{0,2}}[^\W\d_][^:：]{{0,24}}[:：]")


def is_quoted(line: str) -> bool:
    return bool(QUOTED.match(line)) and not BETWEEN_ARROWS.match(line)


def closes_introduction(lines: list[str], position: int) -> bool:
    """Whether the `>` of `<ada@mail.example> wrote:` was wrapped to the beginning of a line, where it looks like a quote's."""
    return position > 0 and "<" in lines[position - 1] and bool(CUT_BEFORE_VERB.match(lines[position]))


def reply_before_introduction(line: str) -> int:
    """How many characters of an answer stand on the same line above `On …, … wrote:`; 0 when there are none."""
    found = REPLY_BEFORE_IT.match(line) if line.rstrip().endswith("wrote:") and len(line) < LONGEST else None
    return found.end(1) if found else 0


def begins_original(line: str) -> bool:
    """`-----Original Message-----`, in any language."""
    return len(line) < LONGEST and any(form.match(line) for form in (ORIGINAL, ORIGINAL_BARE, BETWEEN_ARROWS))


def begins_forward(line: str) -> bool:
    """`---------- Forwarded message ---------`, in any language."""
    return len(line) < LONGEST and bool(FORWARDED.match(line))


def begins_passed_on(lines: list[str], position: int) -> bool:
    """Whether a letter begins here that its subject calls passed on, though Outlook writes above it what it writes above quotes."""
    return begins_original(lines[position]) or header_block_ends(lines, position) is not None


def reply_above_lines(lines: list[str]) -> set[int]:
    """The lines that say `##- Please type your reply above this line -##`, in any language."""
    text = "\n".join(lines).lower()
    asked = [phrase for phrase in words.REPLY_ABOVE if phrase in text]
    return {
        place
        for place, line in enumerate(lines)
        if len(line) < 200 and (any(each in line.lower() for each in asked) or BETWEEN_HASHES.match(line))
    }


def attribution_begins(lines: list[str], end: int) -> int | None:
    """Where an introduction like `On …, … wrote:` that ends on this line begins; None when it is none."""
    last = lines[end].rstrip()
    if (
        not last
        or (is_quoted(last) and not closes_introduction(lines, end))
        or (len(last) > LONGEST and not WITH_QUOTE_ON_ITS_LINE.match(last))
    ):
        return None
    is_followed_by_quote = next_is_quoted(lines, end + 1)
    if _is_whole(last, is_followed_by_quote):
        return end
    if not ENDS.search(last):
        return None
    fallback = None
    for start in range(end, max(-1, end - MOST_LINES), -1):
        if not lines[start].strip() or (start < end and is_quoted(lines[start])):
            break
        joined = " ".join(line.strip() for line in lines[start : end + 1])
        if len(joined) > LONGEST:
            break
        if _is_attribution(joined, is_followed_by_quote):
            if LEAD.match(lines[start]):
                return start
            if fallback is None or not _says_who_or_when(lines[fallback : end + 1]):
                fallback = start
    return fallback


def _is_whole(line: str, is_followed_by_quote: bool) -> bool:
    """Introductions that need no more than their one line, some of which do not even end like one."""
    forms = (WITH_QUOTE_ON_ITS_LINE, DATE_AND_NAME, CITING, COLON_LOST, VIA_WROTE)
    return any(form.match(line) for form in forms) or bool(is_followed_by_quote and DATE_AND_SENDER.match(line))


def _says_who_or_when(lines: list[str]) -> bool:
    return any(DATE.search(line) or ADDRESS.search(line) for line in lines)


def _is_attribution(text: str, is_followed_by_quote: bool) -> bool:
    has_date, has_address = bool(DATE.search(text)), bool(ADDRESS.search(text))
    tail = text[-90:]
    if WROTE_ON.search(text):
        return True
    if not is_followed_by_quote and TELLS_ON.search(text):
        return False
    if WROTE.search(text):
        if has_date and (has_address or LEAD.match(text) or is_followed_by_quote):
            return True
        return (has_address and bool(WROTE.search(tail))) or is_followed_by_quote
    named = [found.end() for found in NAME_AND_ADDRESS.finditer(text)]
    is_field = FIELD.match(text) or (named and NEXT_FIELD.match(text, named[-1]))
    return bool(named) and has_date and len(text) - named[-1] < 30 and not is_field


def next_is_quoted(lines: list[str], position: int) -> bool:
    """Whether the next line with anything on it is quoted."""
    following = next((line for line in lines[position : position + 4] if line.strip()), "")
    return is_quoted(following)


def header_block_ends(lines: list[str], start: int) -> int | None:
    """Where a block of `From: … Sent: … To: … Subject: …` that begins on this line ends; None when it is none."""
    if not _label(lines[start], {}):
        return None
    seen: dict[str, str] = {}
    end, others = start, 0
    for position in range(start, min(len(lines), start + 24)):
        found = _labels(lines[position], seen)
        if found:
            seen |= found
            end, others = position, 0
        elif lines[position].strip():
            others += 1
        if others > 2 or ("subject" in seen and not found and lines[position].strip()):
            break
    return end + 1 if _is_header_block(seen, "\n".join(lines[start : end + 1])) else None


def _is_header_block(seen: dict[str, str], block: str) -> bool:
    """`From: Lyon, To: Paris, Date: Friday` is somebody's journey: a letter has a subject or an address."""
    if len(seen) == 2 and "sent" in seen:
        return "@" in block and bool(TIME.search(seen["sent"])) and bool(seen.keys() & {"from", "to"})
    return len(seen) >= 3 and "from" in seen and ("subject" in seen or "@" in block)


def _labels(line: str, seen: dict[str, str]) -> dict[str, str]:
    """The labels on a line, each with what follows it: one, or where a program lost the line ends, several."""
    if not (kind := _label(line, seen)):
        return {}
    several = {_label(piece, {}): piece for piece in LABELS_ON_ONE_LINE.split(line[:LONGEST])}
    return several if len(several.keys() - {""}) > 1 else {kind: line}


def _label(line: str, seen: dict[str, str]) -> str:
    if not MAY_BE_LABEL.match(line):
        return ""
    return next((kind for kind in LABEL if kind not in seen and LABEL[kind].match(line)), "")
