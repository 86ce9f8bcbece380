"""Why a condition holds for one thing or does not: each leaf with its truth, and what the thing has instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.utils.translation import gettext as _

from regulars.lib.conditions.asking import statement
from regulars.lib.conditions.fields import Field, Fields
from regulars.lib.conditions.reading import Leaf, Tree, leaves, read
from regulars.lib.conditions.sql import Sql, typed
from regulars.lib.conditions.telling import said
from regulars.lib.conditions.values import Asked

SHOWN = 5  # values of a to-many field


@dataclass(frozen=True)
class Finding:
    """What was found of one leaf: "tier is Gold", or "not: tier is Gold (it is Silver)"."""

    path: str
    said: str
    is_true: bool
    actual: str

    def __str__(self) -> str:
        return (
            self.said if self.is_true else _("not: {said} (it is {actual})").format(said=self.said, actual=self.actual)
        )


@dataclass(frozen=True)
class Explanation:
    is_true: bool
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        """The leaves that decided: those that failed, or, when it holds, those that were true."""
        told = [finding for finding in self.findings if finding.is_true == self.is_true] or self.findings
        return "; ".join(str(finding) for finding in told)


def explain(
    tree: Any, thing: Any, fields: Fields, *, now: datetime, zone: tzinfo = UTC, asker: Any = None
) -> Explanation:
    """Each leaf of `tree` for this thing, in one query. Nothing holds for a thing that is no more.

    Raises ValidationError("conditions").
    """
    whole, asked = read(tree, fields), Asked(now, zone, asker)
    found = _asked_at_once(list(leaves(whole)), thing, asked)
    return Explanation(found is not None and _truth(whole, iter(found)), tuple(found or ()))


def _asked_at_once(asked_leaves: list[Leaf], thing: Any, asked: Asked) -> list[Finding] | None:
    asks = {}
    for number, leaf in enumerate(asked_leaves):
        asks[f"truth_{number}"] = Sql("({} IS TRUE)", statement(leaf, asked))
        asks[f"value_{number}"] = _shown(leaf.field)
    row = type(thing)._default_manager.filter(pk=thing.pk).values("pk", **asks).first()
    return row and [
        Finding(leaf.path, said(leaf), row[f"truth_{number}"], _words(leaf.field, row[f"value_{number}"], asked.zone))
        for number, leaf in enumerate(asked_leaves)
    ]


def _truth(tree: Tree, found: Any) -> bool:
    """Leaves are true or false, so the whole follows from them; they come in reading order."""
    if isinstance(tree, Leaf):
        return next(found).is_true
    truths = [_truth(part, found) for part in tree.parts]
    return {"all": all, "any": any, "none": lambda each: not any(each), "not": lambda each: not all(each)}[tree.word](
        truths
    )


def _shown(field: Field) -> Any:
    if field.rows:
        return ArraySubquery(field.rows(field.prefix).values_list(field.path, flat=True)[:SHOWN])
    if field.is_json:
        return typed(field.expression(), "anything")
    return F(field.prefix + field.shown) if field.shown else field.expression()


def _words(field: Field, value: Any, zone: tzinfo) -> str:
    if value is None or value == "" or value == []:
        return _("missing")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value[:SHOWN])
    if isinstance(value, bool) and not field.choices:
        return _("so") if value else _("not so")
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return next((str(choice.label) for choice in field.choices if choice.stored == value), str(value))
