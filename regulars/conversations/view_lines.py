"""Views as the page shows them, written in Python like the rows: thirty of them cost a template more than the list."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.sidebar import Line
from regulars.ui.icons import icon

IN_TABS = ("mine", "unassigned", "all")
LINE = """<li data-id="{number}"><a class="view{alarming}" href="/inbox?view={word}" data-view="{word}"{current} \
aria-describedby="views-how">{icon}<span class="truncate">{name}</span>{missing}{whose}<small title="{hint}">{count}</small></a></li>
"""
TAB = """<a href="/inbox?view={word}" data-view="{word}" class="tab{alarming}"{current}>{name} <small title="{hint}">{count}</small></a>"""


def panel(lines: Sequence[Line]) -> SafeString:
    """All of them, each in a line."""
    return _written(
        LINE,
        lines,
        {
            "person": icon("lock", "tiny", _("only you see it")),
            "people": icon("people", "tiny", _("for a team")),
            "": "",
        },
    )


def tabs(lines: Sequence[Line]) -> SafeString:
    """The few that stand above the list: the three of every day, what needs somebody, and the one that is open."""
    return _written(TAB, [line for line in lines if line.word in IN_TABS or line.is_alarming or line.is_current], {})


def _written(shape: str, lines: Sequence[Line], whose: dict[str, str]) -> SafeString:
    said = [
        shape.format(
            number=line.number,
            word=line.word,
            name=escape(line.name, quote=False),
            icon=icon(line.icon, "small"),
            missing=icon("alert", "tiny", _("names what is not there: %s") % line.missing) if line.missing else "",
            whose=whose.get(line.whose, ""),
            hint=escape(line.hint),
            count=line.count,
            alarming=" alarming" if line.is_alarming else "",
            current=' aria-current="page"' if line.is_current else "",
        )
        for line in lines
    ]
    return SafeString("".join(said))
