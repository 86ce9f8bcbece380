"""JavaScript modules as one file: on a slow network a page asks once, instead of for twenty files in one wave after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping

# As our own modules are written, and nothing else of what the language allows.
_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./([\w-]+\.js)"$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (\w+))", re.MULTILINE)


def joined(entry: str, modules: Mapping[str, str]) -> str:
    """A module with all that it imports, each in a scope of its own and before those that need it. It exports what the entry does."""
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        if name in parts:
            return
        for _names, needed in _IMPORT.findall(modules[name]):
            add(needed)
        parts[name] = _scoped(name, modules[name])

    add(entry)
    exported = ", ".join(_EXPORT.findall(modules[entry]))
    return "\n".join([*parts.values(), f"export const {{{exported}}} = {_called(entry)}\n"])


def _scoped(name: str, source: str) -> str:
    exported = ", ".join(_EXPORT.findall(source))
    inner = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {found[1]} = {_called(found[2])}", source))
    return f"const {_called(name)} = (() => {{\n{inner}\nreturn {{{exported}}}\n}})()"


def _called(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")
