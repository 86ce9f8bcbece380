"""Conditions that go on meaning the same when a word they name is another one now."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any


def reworded(tree: Any, words: Mapping[str, str], *, fields: Container[str]) -> Any:
    """The tree with new words for old ones, wherever it asks about one of `fields`. What is no tree stays what it is."""
    if isinstance(tree, list):
        return [reworded(part, words, fields=fields) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("field") not in fields:
        return {key: reworded(part, words, fields=fields) for key, part in tree.items()}
    return {key: part if key == "field" else _said(part, words) for key, part in tree.items()}


def _said(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        said = [_said(each, words) for each in value]
        return [each for place, each in enumerate(said) if each not in said[:place]]
    return words.get(value.lower(), value) if isinstance(value, str) else value
