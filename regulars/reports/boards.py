"""Dashboards as panels: metrics over time, and one member beside the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.reports import charts
from regulars.reports.asking import Asked, places
from regulars.reports.beside import Members, named, of_members, sure, told
from regulars.reports.dashboards import OPINIONS, Dashboard
from regulars.reports.figures import Figure, figures
from regulars.reports.metrics import Metric
from regulars.reports.panels import Cell, Panel
from regulars.reports.words import dated, figure_row, plain, said

MEMBERS = {
    "agent": gettext_lazy("Agent"),
    "team": gettext_lazy("Team"),
    "channel": gettext_lazy("Channel"),
    "topic": gettext_lazy("Topic"),
}


def panel_of(figure: Figure, asked: Asked, days: Sequence[Cell] = ()) -> Panel:
    """A metric as it is shown; `days` are those of its points in words, where somebody has them."""
    row = figure_row(figure, asked)
    return Panel(
        name=str(figure.metric.name),
        value=row["value"],
        note=row["compared"],
        mood=row["mood"],
        turn=row["turn"],
        chart=charts.line(figure) if any(each.value is not None for each in figure.points) else None,
        columns=(_("From"), str(figure.metric.name), _("Measured")),
        rows=[
            (day, Cell(said(figure.metric, each.value), value=plain(figure.metric, each.value)), each.number)
            for day, each in zip(days or _in_words(asked), figure.points, strict=True)
        ],
        address=row["address"],
        facts=row["more"],
    )


def panels_of(board: Dashboard, asked: Asked) -> list[Panel]:
    """Everything on a dashboard. Raises ValidationError("conditions")."""
    if board.makes:
        return board.makes(asked)
    told = [each for each in figures(board.metrics, asked) if each.metric.word not in OPINIONS or _was_asked(each)]
    shown, days = [each.metric for each in told], _in_words(asked)
    return [*(panel_of(each, asked, days) for each in told), *(_members(shown, asked, by) for by in board.by)]


def _in_words(asked: Asked) -> list[Cell]:
    """The days for which a line has a point. To write one takes longer than to reckon what stands beside it."""
    return [dated(day) for day in places(asked)]


def _was_asked(figure: Figure) -> bool:
    """Houses that do not ask this have no number that says nothing."""
    return figure.value is not None or figure.before is not None


def _members(metrics: list[Metric], asked: Asked, by: str) -> Panel:
    members = of_members(metrics, asked, by=by)
    rows = [
        [name, *(_cell(metric, members, member, _behind(metric.word, asked, by, member)) for metric in metrics)]
        for member, name in named(members, by=by)
    ]
    columns = [str(MEMBERS[by]), *(str(metric.name) for metric in metrics)]
    note = _("Behind a share or a score: between which the true one lies in 95 of 100 cases, and of how many it is.")
    return Panel(name=_("One beside the other"), note=note, columns=columns, rows=rows, is_wide=True)


def _cell(metric: Metric, members: Members, member: str, address: str) -> Cell:
    return Cell(_told(metric, members, member), address, plain(metric, told(metric, members, member)))


def _told(metric: Metric, members: Members, member: str) -> str:
    words, held = said(metric, told(metric, members, member)), sure(metric, members, member)
    if held is None:
        return f"≈ {words}" if members[member][metric.word].is_about else words
    places = 1 if metric.word == "ces" else 0
    low, high = (number_format(round(each, places) + 0, places) for each in (held.low, held.high))
    return f"{words} ({low} – {high}; {held.count})"


def _behind(word: str, asked: Asked, by: str, member: str) -> str:
    return f"/reports/metrics/{word}?{asked.address(by=by, member=member)}"
