"""The words that people read, in other languages. `python -m regulars.config.messages` brings `locale/` up to date.

It takes what Python and the templates say through gettext, and the sentences of events; keeps what is translated, and compiles
it: those who only run Regulars need no tools for it. A text without a translation, or with other places to fill in, fails `tests/house`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from regulars.config.environment import ROOT
from regulars.conversations.fact_names import FACTS, fact_name
from regulars.lib.conditions.operators import OPERATORS

PACKAGE = ROOT / "regulars"
LOCALE = PACKAGE / "locale"
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
FUNCTIONS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|%%")


class Text(NamedTuple):
    """One text to translate: how it stands in the source."""

    one: str
    many: str = ""
    context: str = ""


def texts() -> dict[Text, str]:
    """Every text of the product, and the file that says it first."""
    found: dict[Text, str] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("pages/**/*.html"), *PACKAGE.rglob("pages/**/*.txt")]):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for text in _in_python(path) if path.suffix == ".py" else _in_template(path):
            found.setdefault(text, str(path.relative_to(ROOT)))
    found |= {Text(name, context="operator"): "regulars/lib/conditions/operators.py" for name in OPERATORS}
    found |= {Text(name, context="fact"): "regulars/conversations/fact_names.py" for name in FACTS}
    plurals = {(text.one, text.context) for text in found if text.many}  # answer for one thing too
    return {text: path for text, path in found.items() if text.many or (text.one, text.context) not in plurals}


def _in_python(path: Path) -> Iterator[Text]:
    tells, source = "events" in (path.stem, path.parent.name), path.read_text()
    if not (tells or "gettext" in source or "audit(" in source):
        return
    for node in ast.walk(ast.parse(source)):
        if tells and isinstance(node, ast.ClassDef):
            yield from _in_event(node)
        if not isinstance(node, ast.Call):
            continue
        if (name := getattr(node.func, "id", getattr(node.func, "attr", ""))) == "audit":
            yield from _in_audit(node)
        if name in FUNCTIONS:
            said = [
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            if len(said) > ("pgettext" in name):  # not what stands in a variable
                yield _text(name.removesuffix("_lazy").removesuffix("_noop"), said)


def _in_event(kind: ast.ClassDef) -> Iterator[Text]:
    """What rules call it: the first line of its docstring. What the timeline says: `says`, and what `sentence` chooses from; a
    fact is one word, a sentence has more. What its facts are called."""
    for part in kind.body:
        if isinstance(part, ast.AnnAssign) and "ClassVar" not in ast.unparse(part.annotation):
            yield Text(fact_name(ast.unparse(part.target)), context="fact")
        name = getattr(part.targets[0], "id", "") if isinstance(part, ast.Assign) else ""
        if name == "kind":
            yield Text((ast.get_docstring(kind) or "").splitlines()[0].rstrip("."))
        if name == "says" or (isinstance(part, ast.FunctionDef) and part.name == "sentence"):
            words = [each.value for each in ast.walk(part) if isinstance(each, ast.Constant)]
            yield from (Text(each) for each in words if isinstance(each, str) and " " in each)


def _in_audit(call: ast.Call) -> Iterator[Text]:
    """What the audit log calls it: `agent.signed_in` is "agent: signed in"."""
    for each in ast.walk(call.args[0]) if call.args else ():
        if isinstance(each, ast.Constant) and re.fullmatch(r"\w+\.\w+", str(each.value)):
            yield Text(each.value.replace(".", ": ").replace("_", " "), context="audit")


def _in_template(path: Path) -> Iterator[Text]:
    for name, literals in CALL.findall(templatize(path.read_text())):
        yield _text(name, [ast.literal_eval(each) for each in re.findall(LITERAL, literals)])


def _text(name: str, said: list[str]) -> Text:
    context = said.pop(0) if "pgettext" in name else ""
    return Text(said[0], said[1] if name.startswith(("n", "np")) and len(said) > 1 else "", context)


def languages() -> list[str]:
    return sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def catalogue(language: str) -> Catalog:
    """What is translated into it so far."""
    path = _folder(language) / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_up_to_date(language: str) -> Catalog:
    """A catalogue of every text there is, with the translations that stand already. Guesses nothing."""
    known = catalogue(language)
    about = {"project": "Regulars", "version": "", "last_translator": "Regulars", "language_team": "Regulars"}
    about |= {"header_comment": "# Written by `python -m regulars.config.messages`; the translations by hand."}
    fresh = Catalog(locale=language, fuzzy=False, **about)
    fresh.creation_date = fresh.revision_date = known.creation_date  # so that the file changes only with the words
    for text, path in sorted(texts().items(), key=lambda each: (each[1], each[0])):
        message = known.get(text.one, text.context or None)
        said = message.string if message else ""
        name = (text.one, text.many) if text.many else text.one
        fits = isinstance(said, tuple) == bool(text.many)
        fresh.add(name, said if fits else "", locations=[(path, None)], context=text.context or None)
    return fresh


def compiled(messages: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, messages)
    return file.getvalue()


def wrong(messages: Catalog) -> list[str]:
    """Texts that are not translated, or whose translation has other places to fill in."""
    found = []
    for message in messages:
        if not message.id:
            continue
        asked, said = _several(message.id), _several(message.string)
        if not all(said):
            found.append(f"not translated: {asked[0]!r}")
        elif not all(_places(each) in [_places(other) for other in asked] for each in said):
            found.append(f"other places: {asked[0]!r}")
    return found


def _several(said: str | tuple[str, ...] | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def _folder(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES"


def main() -> None:
    for language in languages():
        messages = brought_up_to_date(language)
        with (_folder(language) / "django.po").open("wb") as file:
            write_po(file, messages, width=120, omit_header=False, sort_output=False)
        (_folder(language) / "django.mo").write_bytes(compiled(messages))
        missing = wrong(messages)
        print(f"{language}: {len(messages)} texts, {len(missing)} to do", *missing[:20], sep="\n  ")


if __name__ == "__main__":
    main()
