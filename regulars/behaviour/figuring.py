"""Figures that the house has computed from what customers did: how often, how much in all, the most frequent of something."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, DecimalField, F, TextField, Value

from regulars.behaviour.models import Figure
from regulars.lib.conditions import Field
from regulars.lib.conditions.sql import Sql

# A price may be told as a text: "39.95".
_NUMBER = """(CASE WHEN jsonb_typeof(done.properties -> {of}) = 'number'
    OR jsonb_typeof(done.properties -> {of}) = 'string' AND done.properties ->> {of} ~ '^-?[0-9]{{1,15}}([.][0-9]{{1,15}})?$'
    THEN (done.properties ->> {of})::numeric END)"""
_TEXT = "(done.properties ->> {of})"
_WHAT = {
    Figure.How.COUNT: "count(*)",
    Figure.How.SUM: f"COALESCE(sum({_NUMBER}), 0)",
    Figure.How.AVERAGE: f"avg({_NUMBER})",
    Figure.How.SMALLEST: f"min({_NUMBER})",
    Figure.How.LARGEST: f"max({_NUMBER})",
    Figure.How.FIRST: f"(array_agg({_TEXT} ORDER BY done.at, done.message) FILTER (WHERE {_TEXT} IS NOT NULL))[1]",
    Figure.How.LAST: f"(array_agg({_TEXT} ORDER BY done.at DESC, done.message DESC) FILTER (WHERE {_TEXT} IS NOT NULL))[1]",
    Figure.How.MOST: f'mode() WITHIN GROUP (ORDER BY {_TEXT} COLLATE "C")',  # of several the first by the alphabet
    Figure.How.DIFFERENT: f"count(DISTINCT {_TEXT})",
}
WORDS = (Figure.How.FIRST, Figure.How.LAST, Figure.How.MOST)
# Whoever never did it is known by the tally alone, and for the others no table of months before the first time is looked at.
EVER = """behaviour_trail AS trail JOIN behaviour_tally AS tally ON tally.trail_id = trail.id
    JOIN behaviour_done AS done ON done.trail_id = tally.trail_id AND done.deed_id = tally.deed_id
        AND done.month >= date_trunc('month', tally.first_at - interval '2 days')::date"""
_OF_ONE = f"(SELECT {{what}} FROM {EVER} WHERE trail.customer_id = {{{{}}}} AND tally.deed_id = {{deed}}{{within}})"


def since(days: int) -> str:
    """In SQL: so many days ago."""
    return f"(statement_timestamp() - {days:d} * interval '1 day')"


def lately(days: int) -> str:
    """In SQL: whether what is `done` was within so many days. Tables of months before are not looked at."""
    return f"done.at > {since(days)} AND done.month >= date_trunc('month', {since(days)} - interval '2 days')"


def figure_field(figure: Figure) -> Field:
    """A figure as conditions ask it."""
    kind, output = (
        ("text", TextField()) if figure.how in WORDS else ("number", DecimalField(max_digits=40, decimal_places=10))
    )
    leaves = _asked(figure, f"min(done.at) + interval '{figure.days} days'", DateTimeField()) if figure.days else None
    return Field(figure.key, figure.label, kind, _asked(figure, _WHAT[figure.how], output), flips=leaves)


def named_figure(key: str) -> Field | None:
    """The figure with this key, if the house has it."""
    found = Figure.objects.filter(key=key).first()
    return figure_field(found) if found else None


def offered_figures() -> list[Field]:
    return [figure_field(each) for each in Figure.objects.order_by("label")]


def _asked(figure: Figure, what: str, output: Any) -> Any:
    within = f" AND {lately(figure.days)}" if figure.days else ""
    shape = _OF_ONE.format(what=what.replace("{of}", "{}"), deed=figure.deed_id, within=within)
    names = [Value(figure.of)] * what.count("{of}")
    return lambda prefix: Sql(shape, *names, F(f"{prefix}pk"), output=output)
