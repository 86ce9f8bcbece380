"""What a capability wants to know, typed, so that rules, macros and their editors agree on what may be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.conversations.placeholders import Scene, check_places, describe_places, filled_in
from regulars.customers.actor import By
from regulars.lib.conditions import Choice
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

Kind = Literal["text", "long", "choice", "reference", "number", "moment", "boolean"]
LONGEST = {"text": 500, "long": 20_000}  # characters
LARGEST = 2**63 - 1
OFFERED = 500  # that an editor offers


@dataclass(frozen=True)
class Value:
    """One thing that a capability is given: `Value(_("priority"), "choice", choices=…)`."""

    label: Any
    kind: Kind
    is_optional: bool = False  # what is not named stays as it is
    may_be_nobody: bool = False  # null takes away
    choices: tuple[Choice, ...] = ()
    rows: Callable[[By | None], QuerySet[Any]] | None = (
        None  # what a reference or a number may name, as `by` may see it
    )
    fits: Callable[[str], Any] | None = None  # the verb's own check of a text: raises ValidationError
    has_places: bool = False  # {{customer.name}} and its kin are filled in when a step is done

    def check(self, given: Any, *, on: frozenset[str] = frozenset({"conversation", "customer"})) -> None:
        """Refuse what this cannot be, where steps may be done to what `on` names. Raises ValueError, in words."""
        if given is None and self.may_be_nobody:
            return
        _CHECKS[self.kind](self, given)
        if self.has_places:
            check_places(given, on=on)

    def find(self, given: Any, *, by: By, scene: Scene | None = None) -> Any:
        """What the verb is given: the row that a number names, the moment that is written, the text with its places filled.

        Raises ValidationError("value").
        """
        if given is None:
            return None
        if self.has_places and scene is not None:
            return filled_in(given, scene)
        if self.rows is not None:
            row = self.rows(by).filter(pk=given).first()
            if row is None:
                raise refusal(
                    "value", _("{what}: there is no number {number} any more").format(what=self.label, number=given)
                )
            return row
        return datetime.fromisoformat(given) if self.kind == "moment" else given

    def describe(self, *, on: frozenset[str] = frozenset({"conversation", "customer"})) -> dict[str, Any]:
        """What an editor needs as JSON."""
        told = {"label": str(self.label), "kind": self.kind, "isOptional": self.is_optional}
        if self.has_places:
            told["places"] = describe_places(on=on)
        return told | {"choices": [{"value": value, "label": label} for value, label in self._offered()]}

    def say(self, given: Any) -> str:
        """A value as people say it."""
        if given is None:
            return _("nobody")
        if self.kind == "long":
            return f"“{given}”"
        unknown = f"#{given}" if self.kind == "reference" else str(given)
        return next((label for value, label in self._offered() if value == given), unknown)

    def _offered(self) -> Iterable[tuple[Any, str]]:
        nobody = [(None, _("nobody"))] if self.may_be_nobody else []
        if self.kind == "reference" and self.rows:
            return nobody + [(row.pk, str(row)) for row in self.rows(None)[:OFFERED]]
        return nobody + [(choice.word, str(choice.label)) for choice in self.choices]


def _text(value: Value, given: Any) -> None:
    if not isinstance(given, str) or not storable(given).strip() or len(given) > LONGEST[value.kind]:
        raise ValueError(_("write a text of 1 to %d characters") % LONGEST[value.kind])
    if value.fits:
        try:
            value.fits(given)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from None


def _choice(value: Value, given: Any) -> None:
    words = [choice.word for choice in value.choices]
    if given not in words:
        raise ValueError(_("choose one of: %s") % ", ".join(words))


def _number(value: Value, given: Any) -> None:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= LARGEST:
        raise ValueError(_("name one by its number"))
    if value.rows and not value.rows(None).filter(pk=given).exists():
        raise ValueError(_("there is no number %s") % given)


def _moment(value: Value, given: Any) -> None:
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(_("write a moment with its offset, such as 2026-05-14T11:03+02:00"))


def _boolean(value: Value, given: Any) -> None:
    if not isinstance(given, bool):
        raise ValueError(_("choose true or false"))


_CHECKS: dict[str, Callable[[Value, Any], None]] = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "reference": _number,
    "number": _number,
    "moment": _moment,
    "boolean": _boolean,
}
