"""What stands above a text: names and values between lines of `---` (the part of YAML that people use there) or `+++` (TOML)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress

FENCE = re.compile(r"\A\s*^(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
KEY = re.compile(r"[\"']?([A-Za-z_][\w -]*)[\"']?[ \t]*:(?:[ \t]+(.*))?$")
FOLDED = re.compile(r"[|>][+-]?\d?(?:\s+#.*)?")
DOUBLE = re.compile(r"(\"(?:[^\"\\]|\\.)*\")\s*(?:#.*)?")
SINGLE = re.compile(r"'((?:[^']|'')*)'\s*(?:#.*)?")
LISTED = re.compile(r"\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,]+)")

Facts = dict[str, str | list[str]]


def split(text: str) -> tuple[Facts, str]:
    """The facts, and the text below them. What is not readable as facts is left in the text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    found = FENCE.match(text)
    if found is None:
        return {}, text
    try:
        facts = _from_toml(tomllib.loads(found[2])) if found[1] == "+++" else _facts(found[2])
    except tomllib.TOMLDecodeError:
        return {}, text
    is_text = not facts and found[2].strip()  # between two lines that part a text
    return ({}, text) if is_text else (facts, text[found.end() :])


def line(facts: Facts, *names: str) -> str:
    """The first of these that is said, as one line."""
    for name in names:
        value = facts.get(_squashed(name))
        if value:
            return value if isinstance(value, str) else value[0]
    return ""


def several(facts: Facts, *names: str) -> list[str]:
    for name in names:
        value = facts.get(_squashed(name))
        if value:
            return value if isinstance(value, list) else [each.strip() for each in value.split(",") if each.strip()]
    return []


def is_so(facts: Facts, name: str) -> bool | None:
    """Whether it is said to be so; None when nothing is said."""
    value = line(facts, name).lower()
    return True if value in ("true", "yes", "on", "1") else False if value in ("false", "no", "off", "0") else None


def _squashed(name: str) -> str:
    """`nav_order`, `navOrder` and `Nav order` are one name."""
    return re.sub(r"[\s_-]", "", name).lower()


def _facts(block: str) -> Facts:
    """A value is what stands behind its name and in the lines below that are further in, or open a list."""
    written: dict[str, list[str]] = {}
    name = ""
    for each in block.split("\n"):
        if found := KEY.match(each):
            name = _squashed(found[1])
            written[name] = [found[2] or ""]
        elif name and each.strip() and not each.startswith("#"):
            written[name].append(each.strip())
    return {name: _value(lines[0].strip(), lines[1:]) for name, lines in written.items()}


def _value(first: str, more: list[str]) -> str | list[str]:
    if FOLDED.fullmatch(first):
        return (" " if first[0] == ">" else "\n").join(more)
    if not first or first.startswith("#"):
        return [_bare(each[1:]) for each in more if each.startswith("-") and each != "-"] or ""
    whole = " ".join([first, *more])
    if whole.startswith("[") and "]" in whole:
        listed = LISTED.findall(whole[1 : whole.rindex("]")])
        return [bare for each in listed if (bare := _bare(each))]
    return _bare(whole)


def _bare(written: str) -> str:
    written = written.strip()
    if found := DOUBLE.fullmatch(written):
        with suppress(ValueError):
            return str(json.loads(found[1]))
        return found[1][1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if found := SINGLE.fullmatch(written):
        return found[1].replace("''", "'")
    bare = re.sub(r"(?:^|\s+)#.*$", "", written)
    return "" if bare in ("null", "~") else bare


def _from_toml(table: Mapping[str, object]) -> Facts:
    """Also what stands in tables, as `tags` does in `[taxonomies]`, unless it is said outside of them."""
    facts: Facts = {}
    for name, value in sorted(table.items(), key=lambda pair: isinstance(pair[1], dict)):
        if isinstance(value, dict):
            facts = _from_toml(value) | facts
        else:
            facts[_squashed(name)] = [*map(_text, value)] if isinstance(value, list) else _text(value)
    return facts


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
