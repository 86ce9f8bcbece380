"""The house keeps its shape: the same rooms inside every module, one stem a feature, no drawers for odds and ends."""

import ast
import statistics
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "regulars"
FORBIDDEN = {"base", "core", "common", "utils", "helpers", "misc", "extras", "services", "managers", "front"}
SOURCES = sorted(path for path in HOUSE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
ACTIONS = [path for path in SOURCES if path.parent.name == "actions" and path.name != "__init__.py"]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@cache
def all_tests() -> str:
    return "\n".join(
        file.read_text() for file in [*HOUSE.rglob("tests/test_*.py"), *(ROOT / "tests").rglob("test_*.py")]
    )


def test_nothing_is_called_by_a_name_that_says_nothing():
    named = [path for path in HOUSE.rglob("*") if path.stem in FORBIDDEN and (path.is_dir() or path.suffix == ".py")]
    assert not [relative(path) for path in named]


@pytest.mark.parametrize("module", settings.MODULES)
def test_every_module_says_what_it_is_for_in_fifteen_lines(module):
    lines = (HOUSE / module / "README.md").read_text().splitlines()
    assert 1 < len(lines) <= 15


@pytest.mark.parametrize("path", ACTIONS, ids=relative)
def test_an_action_is_one_verb_named_like_its_file(path):
    verbs = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    verb = next((node for node in verbs if node.name == path.stem), None)
    assert verb is not None, f"{relative(path)} should define {path.stem}()"
    assert ast.get_docstring(verb), f"{path.stem}() should say in a sentence what it does"
    assert verb.returns is not None and len(verb.args.args) <= 2, "everything after the first is passed by its name"


@pytest.mark.parametrize("path", ACTIONS, ids=relative)
def test_every_verb_has_a_test_that_names_it(path):
    assert f"{path.stem}(" in all_tests() or f" {path.stem}" in all_tests()


def test_signals_are_not_used():
    assert not [relative(path) for path in SOURCES if "django.db.models.signals" in path.read_text()]


def test_no_file_is_a_drawer(record_property, capsys):
    """A mirror, not a weapon: shows the sizes, and fails only far beyond what one idea needs."""
    files = [len(path.read_text().splitlines()) for path in SOURCES if path.read_text().strip()]
    lengths = [node.end_lineno - node.lineno + 1 for path in SOURCES for node in functions(path)]
    figures = {
        "files": f"median {statistics.median(files):.0f}, p95 {statistics.quantiles(files, n=20)[-1]:.0f}, max {max(files)}",
        "functions": f"median {statistics.median(lengths):.0f}, p95 {statistics.quantiles(lengths, n=20)[-1]:.0f}, max {max(lengths)}",
    }
    for name, figure in figures.items():
        record_property(name, figure)
    with capsys.disabled():
        print("\n" + "\n".join(f"{name}: {figure} lines" for name, figure in figures.items()))
    assert max(files) <= 400 and max(lengths) <= 80
