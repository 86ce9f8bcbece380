"""What stands above a Markdown text between two lines of `---`: names and values, in the part of YAML that people use there."""

from __future__ import annotations

import re

FENCE = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
LINE = re.compile(r"([A-Za-z_][\w -]*):(?:[ \t]+(.*))?$")

Facts = dict[str, str | list[str]]


def split(text: str) -> tuple[Facts, str]:
    """The facts, with their names in small letters, and the text below them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    found = FENCE.match(text)
    return (_facts(found[1]), text[found.end() :]) if found else ({}, text)


def line(facts: Facts, *names: str) -> str:
    """The first of these that is said, as one line."""
    for name in names:
        value = facts.get(name)
        if value:
            return value if isinstance(value, str) else value[0]
    return ""


def several(facts: Facts, *names: str) -> list[str]:
    for name in names:
        value = facts.get(name)
        if value:
            return value if isinstance(value, list) else [each.strip() for each in value.split(",")]
    return []


def is_so(facts: Facts, name: str) -> bool | None:
    """Whether it is said to be so; None when nothing is said."""
    value = line(facts, name).lower()
    return True if value in ("true", "yes", "on", "1") else False if value in ("false", "no", "off", "0") else None


def _facts(block: str) -> Facts:
    facts: Facts = {}
    name = ""
    for each in block.split("\n"):
        item = re.match(r"\s*-\s+(.*)", each)
        if (
            item
            and name
            and isinstance(facts.get(name), list | str)
            and not (isinstance(facts[name], str) and facts[name])
        ):
            listed = facts[name] if isinstance(facts[name], list) else []
            facts[name] = [*listed, _bare(item[1])]
        elif found := LINE.match(each):
            name = found[1].strip().lower().replace("-", "_").replace(" ", "_")
            facts[name] = _value(found[2] or "")
    return facts


def _value(written: str) -> str | list[str]:
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return [
            _bare(each) for each in re.findall(r"\s*\"[^\"]*\"\s*|\s*'[^']*'\s*|[^,]+", written[1:-1]) if each.strip()
        ]
    return _bare(written)


def _bare(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        inner = written[1:-1]
        return inner.replace('\\"', '"').replace("\\\\", "\\") if written[0] == '"' else inner.replace("''", "'")
    return re.sub(r"\s+#.*$", "", written)
