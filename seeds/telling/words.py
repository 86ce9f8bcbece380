"""Text as the stories hold it, and as mail programs send it."""

import inspect
from datetime import datetime
from html import escape
from unicodedata import east_asian_width

WRAPPED = 70  # columns: a shorter line ends where its writer ended it
WROTE = {
    "de": "Am {day}.{month}.{year} um {time} schrieb {who}:",
    "fr": "Le {day}/{month}/{year} à {time}, {who} a écrit :",
    "es": "El {day}/{month}/{year} a las {time}, {who} escribió:",
    "it": "Il giorno {day}/{month}/{year} alle ore {time} {who} ha scritto:",
    "ja": "{year}年{month}月{day}日 {time} {who}:",
}


def unwrapped(text: str) -> str:
    """The text as it was written: lines that were only wrapped to fit the code are joined again."""
    lines = inspect.cleandoc(text).split("\n")
    joined = lines[:1]
    for before, line in zip(lines, lines[1:], strict=False):
        if _columns(before) >= WRAPPED and line and not line.startswith(("- ", "> ")):
            joined[-1] += line if _is_wide(line[0]) else f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _columns(line: str) -> int:
    return sum(2 if _is_wide(letter) else 1 for letter in line)


def _is_wide(letter: str) -> bool:
    """Whether it is written without blanks between words, as Japanese is."""
    return east_asian_width(letter) in "WF"


def paragraphs(text: str) -> str:
    """The same in HTML, a paragraph for each block."""
    return "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in text.split("\n\n"))


def quoted(text: str, *, who: str, at: datetime, language: str) -> str:
    """What stands below an answer: who wrote when, in the words of the answerer's mail program, and the text with > signs."""
    wrote = WROTE.get(language, "On {day} {name} {year}, at {time}, {who} wrote:")
    line = wrote.format(day=at.day, month=at.month, name=f"{at:%b}", year=at.year, time=f"{at:%H:%M}", who=who)
    return f"\n\n{line}\n\n" + "\n".join(f"> {each}".rstrip() for each in text.split("\n"))
