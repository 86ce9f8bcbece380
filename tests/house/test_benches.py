"""What is rarely run finds what it asks for: a bench or a world does not learn when it is needed that something was renamed."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("bench", "regulars", "seeds", "tests")
FILES = sorted(path for name in ("bench", "seeds") for path in (ROOT / name).rglob("*.py"))


def found(module: str, name: str) -> Any:
    """What `from module import name` brings. Raises ImportError."""
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        return importlib.import_module(f"{module}.{name}")


def missing(tree: ast.AST) -> Iterator[str]:
    """What a file asks of our modules and they do not have."""
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OURS:
            for alias in node.names:
                try:
                    thing = found(node.module, alias.name)
                except ImportError:
                    yield f"line {node.lineno}: {node.module} has no {alias.name}"
                else:
                    if isinstance(thing, ModuleType):
                        modules[alias.asname or alias.name] = thing
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in bound:
            module = modules.get(node.value.id)
            if module and not hasattr(module, node.attr):
                yield f"line {node.lineno}: {module.__name__} has no {node.attr}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_asked_of_our_modules_is_there(path: Path) -> None:
    assert list(missing(ast.parse(path.read_text()))) == []


def test_what_is_not_there_is_named() -> None:
    asks = "from bench import cpu, tea\nfrom bench.cpu import leaves\ncpu.spent, cpu.steeped"
    assert list(missing(ast.parse(asks))) == [
        "line 1: bench has no tea",
        "line 2: bench.cpu has no leaves",
        "line 3: bench.cpu has no steeped",
    ]
