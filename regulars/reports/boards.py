"""Dashboards as panels: metrics over time, and one member beside the other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.reports import charts
from regulars.reports.asking import Asked
from regulars.reports.beside import named, of_members, told
from regulars.reports.dashboards import Dashboard
from regulars.reports.figures import Figure, figures
from regulars.reports.panels import Panel
from regulars.reports.words import day, figure_row, said


def panel_of(figure: Figure, asked: Asked) -> Panel:
    """A metric as it is shown."""
    row = figure_row(figure, asked)
    return Panel(
        name=str(figure.metric.name),
        value=row["value"],
        note=row["compared"],
        mood=row["mood"],
        turn=row["turn"],
        chart=charts.line(figure) if any(each.value is not None for each in figure.points) else None,
        columns=(_("From"), str(figure.metric.name), _("Measured")),
        rows=[(day(each.day), said(figure.metric, each.value), each.number) for each in figure.points],
        address=row["address"],
        facts=row["more"],
    )


def panels_of(board: Dashboard, asked: Asked) -> list[Panel]:
    """Everything on a dashboard. Raises ValidationError("conditions")."""
    if board.makes:
        return board.makes(asked)
    panels = [panel_of(each, asked) for each in figures(board.metrics, asked)]
    return [*panels, _members(board, asked)] if board.by else panels


def _members(board: Dashboard, asked: Asked) -> Panel:
    members = of_members(board.metrics, asked, by=board.by)
    rows = [
        [name, *((said(metric, told(metric, members, member)), _behind(metric.word, asked, board.by, member)) for metric in board.metrics)]
        for member, name in named(members, by=board.by)
    ]  # fmt: skip
    columns = [str(board.name), *(str(metric.name) for metric in board.metrics)]
    return Panel(name=_("One beside the other"), columns=columns, rows=rows, is_wide=True)


def _behind(word: str, asked: Asked, by: str, member: str) -> str:
    return f"/reports/metrics/{word}?{asked.address(by=by, member=member)}"
