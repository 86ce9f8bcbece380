"""The terms of a programme as a page: one table of what may be chosen, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any, Literal, get_args

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from regulars.loyalty import demands
from regulars.loyalty.benefits import read, written
from regulars.loyalty.models import Programme
from regulars.loyalty.terms import Terms
from regulars.loyalty.wording import CHOICES, OPTIONAL, SECTIONS

LEVEL = ("word", "name", "min", "also", "ways", "stays", "for_good", "keeps_points", "multiplier", "benefits")
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
FACTS = ("name", "one", "many", "currency", "time_zone")
TAKES = (("also", _("And")), ("ways", _("Or instead")), ("stays", _("Or to stay")), ("for_good", _("For good from")))
LISTS = ("tiers.counters",)  # words with commas between
SPARE = 2  # empty lines for more tiers


class ProgrammeForm(forms.Form):
    """Each field is called as its part of the terms: `expiry__count`. An optional part is switched on by a tick of its own name."""

    name = forms.CharField(label=_("Name"), max_length=80)
    one = forms.CharField(label=_("One of them is called"), max_length=40, initial="point")
    many = forms.CharField(label=_("Many are called"), max_length=40, initial="points")
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="EUR", help_text=_("Three letters: EUR"))
    time_zone = forms.CharField(
        label=_("Days begin and end by the clocks of"),
        max_length=64,
        initial="UTC",
        help_text=_("Such as Europe/Berlin"),
    )

    takes = TAKES

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme | None) -> None:
        terms = programme.promised if programme else Terms()
        super().__init__(data, initial={name: getattr(programme, name) for name in FACTS} if programme else None)
        self.kept = terms.model_dump(mode="json")
        for section in SECTIONS:
            for path, label in section.fields:
                self.fields[_name(path)] = _field(path, label, self.kept)
        self.levels = list(_levels(data, self.kept["tiers"]["levels"]))

    def sections(self) -> Iterator[dict[str, Any]]:
        yield {"title": _("Programme"), "fields": [self[name] for name in FACTS]}
        for section in SECTIONS:
            fields = [self[_name(path)] for path, _label in section.fields]
            yield {"title": section.title, "help": section.help, "fields": fields, "has_levels": section.has_levels}

    def level_rows(self) -> Iterator[dict[str, Any]]:
        for each in self.levels:
            yield each | {"takes": [(name, label, each[name]) for name, label in TAKES]}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def terms(self) -> dict[str, Any]:
        """What was chosen, as `save_programme` takes it: a number that may be missing is none where it is left empty."""
        chosen: dict[str, Any] = {}
        for section in SECTIONS:
            for path, _label in section.fields:
                said = self.cleaned_data[_name(path)]
                _put(chosen, path, words_of(said) if path in LISTS else said)
        for path in OPTIONAL:
            *above, last = path.split(".")
            part = chosen
            for name in above:
                part = part[name]
            part[last] = (part[last] or None) if part[last].pop("is_on") else None
        chosen["tiers"]["levels"] = [_level(each) for each in self.levels if each["name"].strip()]
        return chosen

    def refuse(self, error: ValidationError) -> None:
        """A part of the terms that has no field of its own is named."""
        for path, wrong in error.message_dict.items():
            name = _name(path)
            said = wrong if name in self.fields or path == NON_FIELD_ERRORS else [f"{path}: {each}" for each in wrong]
            self.add_error(name if name in self.fields else None, said)


def words_of(said: str) -> list[str]:
    return [word.strip() for word in said.split(",") if word.strip()]


def _name(path: str) -> str:
    return path.replace(".", "__")


def _at(terms: Any, path: str) -> Any:
    for part in path.split("."):
        terms = terms.get(part) if terms else None
    return terms


def _put(into: dict[str, Any], path: str, said: Any) -> None:
    *above, last = path.split(".")
    for part in above:
        into = into.setdefault(part, {})
    into[last] = said


def _field(path: str, label: Any, kept: dict[str, Any]) -> forms.Field:
    above, _dot, last = path.rpartition(".")
    if last == "is_on":
        return forms.BooleanField(label=label, required=False, initial=_at(kept, above) is not None)
    kind, usual, is_optional = _kind(path)
    said = _at(kept, path)
    if path in LISTS:
        return forms.CharField(label=label, initial=", ".join(said or ()), required=False, max_length=400)
    initial = usual if said is None and not is_optional else said
    if get_args(kind) and getattr(kind, "__origin__", None) is Literal:
        offered = [(each, CHOICES.get(f"{last}.{each}", CHOICES.get(each, each))) for each in get_args(kind)]
        return forms.ChoiceField(label=label, choices=offered, initial=initial)
    if kind is bool:
        return forms.BooleanField(label=label, required=False, initial=initial)
    if kind is date:
        return forms.DateField(label=label, initial=said, required=not is_optional, widget=DAY)
    if kind is str:
        return forms.CharField(label=label, initial=initial, required=bool(usual), max_length=500)
    return forms.IntegerField(label=label, required=not is_optional, initial=initial, min_value=0)


def _kind(path: str) -> tuple[Any, Any, bool]:
    """The type that a part of the terms has, what it is as usual, and whether there may be none."""
    model: Any = Terms
    *above, last = path.split(".")
    for part in above:
        kind = model.model_fields[part].annotation
        model = next((each for each in get_args(kind) if each is not type(None)), kind)
    field = model.model_fields[last]
    kinds = [each for each in get_args(field.annotation) if each is not type(None)]
    is_optional = type(None) in get_args(field.annotation)
    usual = field.get_default(call_default_factory=True)
    return (kinds[0] if is_optional else field.annotation), usual, is_optional


def _levels(data: Mapping[str, Any] | None, kept: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    if data is None:
        for each in kept:
            yield _written(each)
        for _each in range(SPARE):
            yield dict.fromkeys(LEVEL, "")
        return
    columns = [data.getlist(f"level_{name}") for name in LEVEL]  # type: ignore[attr-defined]
    for row in zip_longest(*columns, fillvalue=""):
        yield dict(zip(LEVEL, row, strict=True))


def _written(level: dict[str, Any]) -> dict[str, Any]:
    takes = {"also": demands.written([level["also"]]), "ways": demands.written(level["ways"])}
    takes |= {"stays": demands.written(level["stays"]), "for_good": demands.written([level["for_good"]])}
    benefits = level["benefits"]
    return level | takes | {"multiplier": benefits.get("multiplier", ""), "benefits": written(benefits)}


def _level(row: dict[str, Any]) -> dict[str, Any]:
    benefits = read(row["benefits"])
    if row["multiplier"].strip():
        benefits["multiplier"] = row["multiplier"].strip().replace(",", ".")
    return {
        "word": row["word"] or row["name"].strip().lower(),
        "name": row["name"].strip(),
        "min": row["min"].strip(),
        "also": demands.read_all(row["also"]),
        "ways": demands.read(row["ways"]),
        "stays": demands.read(row["stays"]),
        "for_good": demands.read_all(row["for_good"]),
        "keeps_points": bool(row["keeps_points"]),
        "benefits": benefits,
    }


class MembersForm(forms.Form):
    """A table of members to take in."""

    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8, with a line of column names; at most 60 MB."))
