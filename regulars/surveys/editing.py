"""The questions of a survey as a page edits them: a card each, with a field for each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from regulars.surveys.models import Survey
from regulars.surveys.questions import MOST, said_in

KINDS = (
    ("scale", _("a number")),
    ("choice", _("one of several")),
    ("choices", _("any of several")),
    ("text", _("in their own words")),
)
TEXTS = (("subject", _("Subject of the letter")), ("intro", _("First words")), ("thanks", _("Thanks")))


def cards(kept: list[dict[str, Any]], languages: list[str]) -> list[dict[str, Any]]:
    """Each question as its card shows it, and an empty one to add another."""
    earlier: list[tuple[str, str]] = []
    found = []
    for number, each in enumerate([*kept, {}][:MOST], 1):
        found.append(_card(number, each, languages, list(earlier)))
        if each:
            earlier.append((each["key"], said_in(each.get("words", {}), languages[0])))
    return found


def _card(number: int, each: dict[str, Any], languages: list[str], earlier: list[tuple[str, str]]) -> dict[str, Any]:
    options, only = each.get("options", []), each.get("only_if") or {}
    return {
        "number": number,
        "key": each.get("key", ""),
        "kind": each.get("kind", "text"),
        "is_needed": each.get("is_needed", False),
        "least": each.get("least", 1),
        "most": each.get("most", 5),
        "words": [
            {
                "language": code,
                "said": each.get("words", {}).get(code, ""),
                "at_least": each.get("at_least", {}).get(code, ""),
                "at_most": each.get("at_most", {}).get(code, ""),
                "options": "\n".join(option["words"].get(code, "") for option in options),
            }
            for code in languages
        ],
        "option_words": "\n".join(option["word"] for option in options),
        "earlier": earlier,
        "if": only.get("question", ""),
        "if_least": "" if only.get("least") is None else only["least"],
        "if_most": "" if only.get("most") is None else only["most"],
        "if_words": ", ".join(only.get("words", ())),
    }


def questions_from(sent: Mapping[str, str], languages: list[str]) -> list[dict[str, Any]]:
    """The questions that a form says; one without words is taken away."""
    several = (_question(sent, f"q{number}", languages) for number in range(1, MOST + 1))
    return [each for each in several if each["words"]]


def texts_from(sent: Mapping[str, str], languages: list[str]) -> dict[str, dict[str, str]]:
    return {name: _spoken(sent, f"text-{name}", languages) for name, _label in TEXTS}


def text_rows(survey: Survey) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "words": [(code, survey.texts.get(name, {}).get(code, "")) for code in survey.languages]}
        for name, label in TEXTS
    ]  # fmt: skip


def _question(sent: Mapping[str, str], name: str, languages: list[str]) -> dict[str, Any]:
    words = _spoken(sent, f"{name}-words", languages)
    kind = sent.get(f"{name}-kind", "text")
    question: dict[str, Any] = {"key": sent.get(f"{name}-key") or _new_key(), "kind": kind, "words": words}
    question["is_needed"] = f"{name}-needed" in sent
    if kind == "scale":
        question |= {"least": _number(sent, f"{name}-least", 1), "most": _number(sent, f"{name}-most", 5)}
        question |= {each: _spoken(sent, f"{name}-{each}", languages) for each in ("at_least", "at_most")}
    if kind in ("choice", "choices"):
        question["options"] = _options(sent, name, languages)
    if sent.get(f"{name}-if"):
        question["only_if"] = _only(sent, name)
    return question


def _options(sent: Mapping[str, str], name: str, languages: list[str]) -> list[dict[str, Any]]:
    """A line each; the same line in each language is the same option, and keeps its word when it is said anew."""
    lines = {code: sent.get(f"{name}-options-{code}", "").splitlines() for code in languages}
    words, found = sent.get(f"{name}-option-words", "").splitlines(), []
    for place, label in enumerate(lines[languages[0]]):
        if label.strip():
            said = {code: lines[code][place].strip() for code in languages if place < len(lines[code])}
            known = words[place].strip() if place < len(words) else ""
            word = known or slugify(label).replace("-", "_")[:40].strip("_") or f"option_{place + 1}"
            found.append({"word": word, "words": said})
    return found


def _only(sent: Mapping[str, str], name: str) -> dict[str, Any]:
    words = [each.strip() for each in sent.get(f"{name}-if-words", "").split(",") if each.strip()]
    only: dict[str, Any] = {"question": sent[f"{name}-if"], "words": words}
    for end in ("least", "most"):
        if sent.get(f"{name}-if-{end}", "").strip():
            only[end] = _number(sent, f"{name}-if-{end}", 0)
    return only


def _spoken(sent: Mapping[str, str], name: str, languages: list[str]) -> dict[str, str]:
    said = {code: sent.get(f"{name}-{code}", "").strip() for code in languages}
    return {code: words for code, words in said.items() if words}


def _number(sent: Mapping[str, str], name: str, otherwise: int) -> int:
    said = sent.get(name, "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else otherwise


def _new_key() -> str:
    return f"q_{uuid4().hex[:8]}"
