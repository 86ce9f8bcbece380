"""What a person wrote, apart from what they quote and how they sign.

Nothing is cut: a text is laid into fragments that join back to it exactly, and the desk shows the rest on request.

- Whatever stands below `-----Original Message-----`, an Outlook header block or `On … wrote:` is a quote, to the end.
- Lines with `>` are a quote when they stand at the end, at the beginning, or below such an introduction.
- Answers between several quoted passages make no sense without these, so there the quotes stay visible.
- A forwarded letter is news to the reader and stays visible.
- What a mail gateway put above it all ("CAUTION: External sender …") is folded like a footer.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from regulars.lib.quotes import marks
from regulars.lib.quotes.banners import banner_ends
from regulars.lib.quotes.signatures import tail_begins

LINES = re.compile(r"[^\n]*\n|[^\n]+")
MOST_LINES = 20_000
LONGEST_LINE = 2000
LONG_ENOUGH_TO_WRAP = 65
LINK_IS_OPEN = re.compile(r"[(<]https?://[^\s)>]*\s*$")
LINK_ALONE = re.compile(r"^\s*[(<]https?://[^\s)>]*[)>]\s*>?\s*$")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a letter's text: `visible`, `quote`, `signature` or `footer`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in fragments that join back to exactly the same text."""

    parts: tuple[Fragment, ...]

    @property
    def visible_text(self) -> str:
        """What is shown at first; all of it when nothing else would be left."""
        visible = "".join(part.text for part in self.parts if part.kind == "visible").strip()
        return visible or "".join(part.text for part in self.parts).strip()


@dataclass(slots=True)
class _Run:
    """Neighbouring lines of one sort: the person's own, or quoted."""

    is_quote: bool
    start: int
    end: int
    is_introduced: bool = False
    is_rest: bool = False  # a quote that goes on to the end whatever its lines look like


def fold(text: str, *, is_forward: bool = False) -> Folded:
    """Where quotes, signatures and footers are. Nothing is cut: the parts join back to the text.

    `is_forward` says that the subject calls the letter passed on: then headers within it introduce no quote, but its news.
    """
    lines = [piece for line in LINES.findall(text) for piece in _apart(line)]
    bare = [line.rstrip("\r\n") if len(line) < LONGEST_LINE else line[:LONGEST_LINE] for line in lines[:MOST_LINES]]
    begins = banner_ends(bare)
    banner = [Fragment("footer", "".join(lines[:begins]))] if begins else []
    return Folded((*banner, *_fragments(lines[begins:], _kinds(lines[begins:], bare[begins:], is_forward=is_forward))))


def _kinds(lines: list[str], bare: list[str], *, is_forward: bool) -> list[str]:
    """What each line is: `visible`, `quote`, `signature` or `footer`."""
    runs = _runs(bare, is_forward=is_forward)
    if runs:
        runs[-1].end = len(lines)
    kinds = ["visible"] * len(lines)
    for start, end in _folded(runs, bare):
        kinds[start:end] = ["quote"] * (end - start)
    own = _own(runs, bare)
    last = _last_words(own, bare)
    for run in own:
        _mark_tail(kinds, bare, run, is_last=not last or run.start >= last.start)
    return kinds


def _apart(line: str) -> tuple[str, ...]:
    """A line in two where an answer and the introduction of the quote below it stand on the same."""
    end = marks.reply_before_introduction(line)
    return (line[:end], line[end:]) if end else (line,)


def folded_lines(lines: list[str]) -> list[tuple[int, int]]:
    """First and one past the last of the lines in each quote that is folded; empty when nothing else would be left."""
    begins = banner_ends(lines)
    below = lines[begins:]
    folded = _folded(_runs(below), below)
    hidden = {position for start, end in folded for position in range(start, end)}
    is_left = any(line.strip() for position, line in enumerate(below) if position not in hidden)
    banner = [(0, begins)] if begins else []
    return [*banner, *((begins + start, begins + end) for start, end in folded if is_left)]


def _folded(runs: list[_Run], lines: list[str]) -> list[tuple[int, int]]:
    own = _own(runs, lines)
    last = _last_words(own, lines)
    quotes = [run for run in runs if run.is_quote]
    answered = [run for run in quotes if last and last.start >= run.end]
    starts = [run.start for run in own]
    above = (own[place - 1] if (place := bisect_left(starts, run.start)) else None for run in quotes)
    return [
        (run.start, run.end)
        for run, before in zip(quotes, above, strict=True)
        if _is_folded(run, lines, before=before, answered=answered)
    ]


def _runs(lines: list[str], *, is_forward: bool = False) -> list[_Run]:
    runs: list[_Run] = []
    replies_go_above = marks.reply_above_lines(lines)
    position = 0
    while position < len(lines):
        line = lines[position]
        is_quoted = marks.is_quoted(line) and not marks.closes_introduction(lines, position)
        is_answered = bool(runs) and runs[-1].is_quote
        if marks.begins_forward(line.lstrip("> ") if not is_answered else line):
            _extend(runs, is_quote=False, start=position, end=len(lines))
            break
        is_rule_within = is_answered and marks.RULE.match(line) and marks.next_is_quoted(lines, position + 1)
        if is_quoted or is_rule_within or _is_wrapped_end(lines, position):
            _extend(runs, is_quote=True, start=position, end=position + 1)
        elif is_forward and marks.begins_passed_on(lines, position):
            _extend(runs, is_quote=False, start=position, end=len(lines))
            break
        elif (rest := _rest_begins(lines, position, replies_go_above)) is not None:
            _extend(runs, is_quote=True, start=rest, end=len(lines), is_rest=True)
            break
        elif (start := marks.attribution_begins(lines, position)) is not None:
            is_rest = not marks.next_is_quoted(lines, position + 1)
            end = len(lines) if is_rest else position + 1
            _extend(runs, is_quote=True, start=start, end=end, is_introduced=True, is_rest=is_rest)
            if is_rest:
                break
        else:
            _extend(runs, is_quote=is_answered and not line.strip(), start=position, end=position + 1)
        position += 1
    return runs


def _extend(
    runs: list[_Run], *, is_quote: bool, start: int, end: int, is_introduced: bool = False, is_rest: bool = False
) -> None:
    while runs and runs[-1].start >= start:
        runs.pop()  # an introduction over several lines, whose first ones were taken for the person's own
    if runs and runs[-1].end > start:
        runs[-1].end = start
    if runs and runs[-1].is_quote == is_quote and not is_rest:
        runs[-1].end = end
        runs[-1].is_introduced |= is_introduced
    else:
        runs.append(_Run(is_quote, start, end, is_introduced, is_rest))


def _is_wrapped_end(lines: list[str], position: int) -> bool:
    """The end of a quoted line that a mail program broke without repeating the `>`: a short one, or that of a link."""
    if not 0 < position < len(lines) - 1 or not lines[position].strip() or len(lines[position]) > 200:
        return False
    above, line, below = lines[position - 1 : position + 2]
    if not (marks.is_quoted(above) and marks.is_quoted(below)):
        return False
    is_short = len(above) >= LONG_ENOUGH_TO_WRAP and len(line) <= 40
    return is_short or bool(LINK_IS_OPEN.search(above) or LINK_ALONE.match(line))


def _rest_begins(lines: list[str], position: int, replies_go_above: set[int]) -> int | None:
    """Where a quote that takes all the rest begins, with the rules drawn above it; None when none begins here."""
    is_asking = position in replies_go_above and any(map(str.isalnum, "".join(lines[:position])))
    is_marked = is_asking or marks.begins_original(lines[position])
    if not is_marked and marks.header_block_ends(lines, position) is None:
        return None
    start = position
    while start and (not lines[start - 1].strip() or marks.RULE.match(lines[start - 1])):
        start -= 1
    drawn = [each for each in range(start, position) if lines[each].strip()]
    return drawn[0] if drawn else position


def _is_folded(run: _Run, lines: list[str], *, before: _Run | None, answered: list[_Run]) -> bool:
    """`before` are the nearest own lines above, `answered` all quotes below which the person wrote more than a signature."""
    if answered and run.start <= answered[-1].start:
        return len(answered) == 1 and (run.is_introduced or not before)
    return run.is_rest or run.is_introduced or not before or not _looks_like_code(run, before, lines)


def _own(runs: list[_Run], lines: list[str]) -> list[_Run]:
    return [run for run in runs if not run.is_quote and any(map(str.strip, lines[run.start : run.end]))]


def _last_words(own: list[_Run], lines: list[str]) -> _Run | None:
    return next((run for run in reversed(own) if _own_words(lines, run)), None)


def _own_words(lines: list[str], run: _Run) -> bool:
    own = lines[run.start : run.end]
    return any(line.strip() for line in own[: min(tail_begins(own))])


def _looks_like_code(run: _Run, before: _Run, lines: list[str]) -> bool:
    """`I typed this:` and a few lines with a prompt, rather than somebody's letter."""
    quoted = [line for line in lines[run.start : run.end] if line.strip()]
    above = [line.rstrip() for line in lines[before.start : before.end] if line.strip()]
    return (
        above[-1].endswith((":", "："))
        and len(quoted) <= 10
        and not any(line.lstrip(" >").startswith(">") for line in quoted)
    )


def _mark_tail(kinds: list[str], lines: list[str], run: _Run, *, is_last: bool) -> None:
    signature, footer = tail_begins(lines[run.start : run.end], is_last=is_last)
    for position in range(run.start + min(signature, footer), run.end):
        kinds[position] = "signature" if position < run.start + footer else "footer"


def _fragments(lines: list[str], kinds: list[str]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    start = 0
    for position in range(1, len(lines) + 1):
        if position == len(lines) or kinds[position] != kinds[start]:
            fragments.append(Fragment(kinds[start], "".join(lines[start:position])))
            start = position
    return tuple(fragments)
