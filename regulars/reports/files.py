"""Dashboards as files: a table for spreadsheets, or a page to print."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from regulars.lib.tables import written
from regulars.reports.charts import SCHEMA, Chart, spoken
from regulars.reports.drawing import drawn
from regulars.reports.panels import Panel, Part

WIDTH = 520  # points of a chart on paper
ROWS = 40  # of a table on paper
SHEET_NAME = 31  # letters, as Excel allows
LOOKS: dict[type, Any] = {date: 14, timedelta: "[h]:mm:ss", Part: "0.0%"}  # 14: a day as whoever opens it writes one


def as_csv(panels: Iterable[Panel]) -> Iterator[str]:
    """One panel below the other."""
    return written(_lines(panels))


def as_xlsx(panels: Sequence[Panel]) -> bytes:
    """A sheet for each panel. Numbers, days, shares and lengths of time can be reckoned with; text is text: no cell is a formula."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        strong = book.add_format({"bold": True})
        looks = {kind: book.add_format({"num_format": look}) for kind, look in LOOKS.items()}
        for place, panel in enumerate(panels, start=1):
            sheet = book.add_worksheet(_sheet_name(panel.name, place))
            sheet.write_row(0, 0, [panel.name, panel.value, panel.note], strong)
            sheet.write_row(2, 0, list(panel.columns), strong)
            for line, row in enumerate(panel.plain_rows, start=3):
                for column, cell in enumerate(row):
                    _write(sheet, line, column, cell, looks)
            sheet.set_column(0, max(len(panel.columns), 3), 18)
    return file.getvalue()


def as_pdf(title: str, panels: Sequence[Panel]) -> bytes:
    """Everything on one long page."""
    return drawn(paper(title, panels), "pdf")[0]


def paper(title: str, panels: Sequence[Panel]) -> Chart:
    """All panels as one chart, one below the other: a number is its title."""
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "anchor": "start", "fontSize": 18, "offset": 24},
        "padding": 28,
        "background": "white",
        "spacing": 32,
        "vconcat": [_on_paper(panel) for panel in panels],
        "config": spoken() | {"font": "sans-serif", "view": {"stroke": None}, "mark": {"color": "#9a5a2e"}, "axis": {"domain": False, "gridColor": "#e8e2d8"},
                   "range": {"ramp": ["#fbf7f0", "#9a5a2e"], "heatmap": ["#fbf7f0", "#9a5a2e"]}},
    }  # fmt: skip


def _on_paper(panel: Panel) -> Chart:
    said = " ".join(part for part in (panel.value, f"({panel.note})" if panel.note else "") if part)
    title = {
        "text": panel.name,
        "subtitle": said,
        "anchor": "start",
        "fontSize": 13,
        "subtitleFontSize": 12,
        "subtitlePadding": 4,
    }
    if panel.chart is None:
        return _table(panel) | {"title": title, "width": WIDTH}
    chart = {name: value for name, value in panel.chart.items() if name not in ("$schema", "config")}
    return chart | {"title": title, "width": WIDTH}


def _table(panel: Panel) -> Chart:
    """What has no chart of its own, as words in rows; a number alone has its title."""
    rows = [] if panel.value else panel.told_rows[:ROWS]
    cells = [
        {"line": line, "column": name, "words": str(cell)}
        for line, row in enumerate(rows)
        for name, cell in zip(panel.columns, row, strict=False)
    ]
    return {
        "height": {"step": 18} if cells else 4,
        "data": {"values": cells},
        "mark": {"type": "text", "color": "#2b2622"},
        "encoding": {
            "x": {"field": "column", "type": "ordinal", "sort": None, "title": None, "axis": {"orient": "top", "labelAngle": 0, "labelLimit": 110}},
            "y": {"field": "line", "type": "ordinal", "axis": None},
            "text": {"field": "words"},
        },
    } if cells else {"height": 4, "data": {"values": [{}]}, "mark": {"type": "rule", "opacity": 0}, "encoding": {}}  # fmt: skip


def _lines(panels: Iterable[Panel]) -> Iterator[Sequence[Any]]:
    for panel in panels:
        yield [panel.name, panel.value, panel.note]
        yield list(panel.columns)
        yield from ([_by_the_clock(cell) for cell in row] for row in panel.plain_rows)
        yield []


def _write(sheet: Any, line: int, column: int, cell: Any, looks: dict[type, Any]) -> None:
    look = looks.get(type(cell))
    if isinstance(cell, date | timedelta):
        sheet.write_datetime(line, column, cell, look)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(line, column, cell, look)
    elif cell != "":
        sheet.write_string(line, column, str(cell))


def _by_the_clock(cell: Any) -> Any:
    """A length of time as spreadsheets read one: 27:05:00 are a day and three hours."""
    if not isinstance(cell, timedelta):
        return cell
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _sheet_name(name: str, place: int) -> str:
    plain = "".join(letter for letter in name if letter not in "[]:*?/\\'")
    return f"{place} {plain}"[:SHEET_NAME].strip()
