"""What a table of customers or purchases says, as `bin/regulars predict` tells it: parameters, forecasts, and how right they were."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from regulars.predictions.buying.by_occasion import ByOccasion
from regulars.predictions.buying.contracts import Contracts
from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.gamma_gamma import GammaGamma
from regulars.predictions.buying.history import DAYS, History, Numbers, checked, of_purchases
from regulars.predictions.judging import MODELS, Judged, judged, parameters, rivals
from regulars.predictions.leaving.churn import Churn, has_left, tried
from regulars.predictions.reading import Sheet, purchases_among, said_of
from regulars.predictions.scoring import Group, correlation, mean_error, share

Said = dict[str, Any]


def contracts(survivors: Sequence[float], *, ahead: int) -> Said:
    """The parameters of sBG, and how many will be there after each renewal. Raises NotFitted."""
    if len(survivors) < 2:
        raise NotFitted("how many there were at first, and after at least one renewal, as 1000,631,468")
    model, many = Contracts.fitted(survivors), len(survivors)
    rows = [
        {
            "renewals": step,
            "there, %": 100 * float(model.survival(step)),
            "actual, %": 100 * survivors[step] / survivors[0] if step < many else None,
            "renew next, %": 100 * float(model.retention(step)),
        }
        for step in range(many + ahead)
    ]
    return {"sBG": parameters(model) | {"log-likelihood": model.likelihood(survivors)}, "customers": rows}


def purchases(
    path: Path,
    *,
    until: int | None,
    ahead: float | None,
    model: str | None,
    columns: Mapping[str, str],
    out: Path | None,
) -> Said:
    """Of single purchases, or of x, t_x and T of each customer. Days are ordinals, or as the table counts them.

    Raises OSError, ValueError, NotFitted.
    """
    sheet = Sheet(path)
    if columns["date"] or (not all(map(sheet.named, ("x", "last", "age"))) and sheet.named("date")):
        return _of_orders(sheet, until, ahead, model, columns, out)
    return _of_customers(sheet, ahead, model, columns, out)


def _of_orders(
    sheet: Sheet,
    until: int | None,
    ahead: float | None,
    model: str | None,
    columns: Mapping[str, str],
    out: Path | None,
) -> Said:
    whose = sheet.named("customer", said=columns["customer"])
    if not whose:
        what = "There is no column that says whose each purchase is: name it with --customer."
        raise ValueError(f"{what} There are: {', '.join(sheet.names)}.")
    when = sheet.named("date", said=columns["date"])
    who, days = np.array(sheet.columns[whose]), np.array(sheet.days(when))
    told = sheet.spent(said=columns["spend"])
    spent = None if told is None else np.array(told)
    counts, aside = purchases_among(who, days, spent)
    if not counts.any():
        raise ValueError("There is no purchase of anybody.")
    who, days, spent = who[counts], days[counts], None if spent is None else spent[counts]
    end = int(days.max())
    cut = until or int(days.min()) + (end - int(days.min())) * 2 // 3
    if not days.min() <= cut <= end:
        raise ValueError(f"{said_of(cut)} is not among the days of the table.")
    span = ahead or ((end - cut) / DAYS or 26.0)
    names, history = of_purchases(who, days, spent, until=cut)
    said: Said = {
        "read from": [whose, when, *sheet.spent_by(columns["spend"])],
        "purchases": len(days),
        "customers": len(history),
        "bought again": int((history.x > 0).sum()),
        "learnt through": said_of(cut),
        "weeks ahead": float(span),
    }
    said |= {f"left aside, {why}": many for why, many in aside.items() if many}
    came, worth = _came(names, who, days, spent, cut, span)
    is_seen = end > cut
    said |= _models(history, came if is_seen else None, span, model)
    values = _spending(history, worth if is_seen else None, said, span) if spent is not None else None
    if out:
        if not until:  # judged as if it were then, and predicted from now
            names, history = of_purchases(who, days, spent, until=end)
            said["predicted from"] = said_of(end)
        _write(out, names, history, said, span, values is not None)
    return said


def _of_customers(
    sheet: Sheet, ahead: float | None, model: str | None, columns: Mapping[str, str], out: Path | None
) -> Said:
    found = {kind: sheet.named(kind) for kind in ("x", "last", "age", "mean", "many", "actual")}
    if lacking := [name for kind, name in (("x", "x"), ("last", "t_x"), ("age", "T")) if not found[kind]]:
        what = f"There is no column {' and no '.join(lacking)}, and none with dates: name it with --date."
        raise ValueError(f"{what} There are: {', '.join(sheet.names)}.")
    read = {kind: np.array(sheet.numbers(name)) if name else None for kind, name in found.items()}
    history = checked(History(read["x"], read["last"], read["age"], read["mean"], read["many"]))
    span = float(ahead or 26)
    said: Said = {"customers": int(history.many.sum()), "bought again": int(history.many[history.x > 0].sum())}
    if model == "BG/BB" or (not model and found["age"].casefold() in {"periods", "n"}):
        fitted = ByOccasion.fitted(history)
        said["BG/BB"] = parameters(fitted) | {"log-likelihood": fitted.likelihood(history)}
        each = fitted.expected_of(history, round(span))
        rows = zip(history.x, history.last, history.age, history.many, each, fitted.alive(history), strict=True)
        names = ("x", "last", "occasions", "customers", f"in the next {round(span)}", "there")
        said["expected"] = [dict(zip(names, map(float, row), strict=True)) for row in rows][:60]
        return said
    said |= _models(history, read["actual"], span, model)
    if history.mean is not None:
        _spending(history, None, said, span)
    if out:
        key = key if (key := sheet.named("customer", said=columns["customer"])) not in found.values() else ""
        names = sheet.columns[key] if key else [str(number) for number in range(1, len(history) + 1)]
        _write(out, names, history, said, span, history.mean is not None)
    return said


def _came(
    names: list[Any], who: Numbers, days: Numbers, spent: Numbers | None, cut: int, span: float
) -> tuple[Numbers, Numbers]:
    """On how many days each bought after the cut, and for how much."""
    place = {name: number for number, name in enumerate(names)}
    later = np.flatnonzero((days > cut) & (days <= cut + round(span * DAYS)))
    pairs, worth = set(), np.zeros(len(names))
    for row in later:
        if (number := place.get(who[row])) is not None:
            pairs.add((number, int(days[row])))
            worth[number] += 0 if spent is None else spent[row]
    return np.bincount([number for number, _day in pairs], minlength=len(names)).astype(float), worth


def _models(history: History, actual: Numbers | None, span: float, model: str | None) -> Said:
    names = [model] if model else list(MODELS)
    if actual is None:
        rows = []
        for name in names:
            fitted = MODELS[name].fitted(history)
            whole = {
                "log-likelihood": fitted.likelihood(history),
                f"expected in {span:g}": float(history.many @ fitted.expected_of(history, span)),
            }
            rows.append({"model": name} | _short(parameters(fitted)) | whole)
        return {"models": rows}
    found = judged(history, actual, ahead=span, names=names)
    plain = rivals(history, actual)
    return {
        "models": [_row(each) for each in found],
        "plain figures": {
            "actual": float(actual.sum()),
            "MAE, as often a week as before": mean_error(history.x / np.maximum(history.age, 1) * span, actual),
            "AUC of frequency": plain["frequency"],
            "AUC of recency": plain["recency"],
        },
        "by how often before": _side_by_side([(each.name, each.by_count) for each in found]),
        f"tenths by {found[0].name}": _groups(found[0].tenths),
    }


def _row(each: Judged) -> Said:
    figures = {
        "expected": each.expected,
        "actual": each.actual,
        "MAE": each.mean_error,
        "RMSE": each.root_error,
        "corr": each.correlation,
        "rank corr": each.rank_correlation,
    }
    ranks = {"AUC": each.auc, "AUC of P(alive)": each.alive_auc}
    names = {"s": "a", "beta": "b"}  # Pareto's stand in the places of BG's
    said = {names.get(name, name): value for name, value in each.parameters.items()}
    return {"model": each.name} | _short(said) | {"log-likelihood": each.likelihood} | figures | ranks


def _short(said: Mapping[str, float]) -> Said:
    names = {"s": "a or s", "a": "a or s", "beta": "b or beta", "b": "b or beta"}
    return {names.get(name, name): value for name, value in said.items()}


def _groups(groups: list[Group]) -> list[Said]:
    return [each._asdict() for each in groups]


def _side_by_side(several: list[tuple[str, list[Group]]]) -> list[Said]:
    rows = [{"x": each.name, "customers": each.customers, "actual": each.actual} for each in several[0][1]]
    for name, groups in several:
        for row, each in zip(rows, groups, strict=True):
            row[name] = each.expected
    return rows


def _spending(history: History, worth: Numbers | None, said: Said, span: float) -> GammaGamma | None:
    again = (history.x > 0) & (history.mean > 0)
    try:
        model = GammaGamma.fitted(history.x, history.mean)
    except NotFitted as problem:
        said["spend"] = {"not predicted": str(problem)}
        return None
    each = model.expected_of(history.x, history.mean)
    told: Said = {"Gamma-Gamma": _short(parameters(model)), "mean": model.mean}
    told["correlation with how often"] = correlation(history.x[again], history.mean[again])
    told["first ten"] = [round(float(value), 2) for value in each[:10]]
    if worth is not None:
        best = MODELS[said["models"][0]["model"]].fitted(history)
        expected = best.expected_of(history, span) * each
        past = history.x * history.mean
        told |= {"expected": float(expected.sum()), "actual": float(worth.sum())}
        told |= {"ratio": float(expected.sum() / worth.sum()) if worth.sum() else None}
        told["top tenth holds, %"] = {
            "by this": 100 * share(expected, worth), "by past spend": 100 * share(past, worth), "at most": 100 * share(worth, worth)
        }  # fmt: skip
    said["spend"] = told
    return model


def _write(path: Path, names: Sequence[Any], history: History, said: Said, span: float, has_spend: bool) -> None:
    name = said["models"][0]["model"]
    model = MODELS[name].fitted(history)
    expected = model.expected_of(history, span)
    columns = {"customer": names, "x": history.x, "t_x": history.last, "T": history.age, "expected": expected}
    if has_spend and "not predicted" not in said["spend"]:
        each = GammaGamma.fitted(history.x, history.mean).expected_of(history.x, history.mean)
        columns |= {"spend_each_time": each, "expected_spend": each * expected}
    _csv(path, columns)
    said["written"] = f"{path} ({name})"


def churn(path: Path, *, label: str, without: Sequence[str], out: Path | None) -> Said:
    """Learnt and tried in five parts, each on those that the others did not see; then learnt from all. Raises OSError, ValueError, NotFitted."""
    sheet = Sheet(path)
    for name in (label, *without):
        sheet.named("x", said=name)
    left = [_is_left(cell, label, line) for line, cell in enumerate(sheet.columns[label], 2)]
    given = {name: cells for name, cells in sheet.columns.items() if name not in {label, *without}}
    known = np.array(left, dtype=float)
    found, each_auc = tried(given, known)
    model = Churn.fitted(given, known)
    chances = model.chances(given)
    used = model.facts.used
    quality = {
        "AUC": found.auc,
        "± over the five": float(np.std(each_auc)),
        "Brier": found.brier,
        "log loss": found.log_loss,
        "ECE": found.calibration_error,
        "top tenth lift": found.lift,
    }
    said: Said = {
        "customers": found.customers,
        "left": found.left,
        "facts": len(used),
        "left aside": sorted({*given} - used),
    }
    if telling := model.telling(given, known):
        said["tells all alone; --without it, if it is known only afterwards"] = telling
    said |= {
        "on those not learnt from": quality,
        "tenths": _groups(found.tenths),
        "what says most": [{"fact": fact, "moves log odds by": width} for fact, width in model.weights(given)[:12]],
    }
    if out:
        because = ["; ".join(f"{each.fact} {each.part:+.2f}" for each in reasons) for reasons in model.reasons(given)]
        ids = {name: sheet.columns[name] for name in without}
        _csv(out, ids | {"chance": chances, label: sheet.columns[label], "because": because})
        said["written"] = str(out)
    return said


def _is_left(cell: str, label: str, line: int) -> bool:
    if (found := has_left(cell)) is None:
        raise ValueError(f"Line {line}, {label}: {cell[:40]!r} is neither yes nor no.")
    return found


def _csv(path: Path, columns: Mapping[str, Any]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))
