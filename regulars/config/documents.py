"""Documents that are written by the code itself. `python -m regulars.config.documents` brings them up to date."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

from regulars.config.environment import ROOT


def events_page() -> str:
    """docs/events.md: every kind of event there is."""
    from regulars.config import urls  # noqa: F401 - whatever can be asked brings the events that follow from it
    from regulars.customers.events import CATALOGUE

    head = [
        "# Events",
        "",
        "Everything that can happen between a customer and us. One class per kind; written by the code, not by hand:",
        "`python -m regulars.config.documents`. Facts are ids and small words, never what somebody wrote.",
    ]
    kinds = sorted(CATALOGUE.values(), key=lambda kind: kind.kind)
    return "\n".join(head + [line for kind in kinds for line in _about(kind)]) + "\n"


def _about(kind: type) -> list[str]:
    facts = ", ".join(f"`{field.name}` {field.type}" for field in fields(kind)) or "none"
    says = kind.says or "nothing"
    quiet = " (no line of its own)" if kind.is_quiet else ""
    return ["", f"## {kind.kind}", inspect.getdoc(kind) or "", "", f"- says: {says}{quiet}", f"- facts: {facts}"]


def api_page() -> str:
    """docs/api.md: everything that programs can ask."""
    from regulars.api.reference import page

    return page()


DOCUMENTS = {"docs/events.md": events_page, "docs/api.md": api_page}


def write() -> None:
    for name, page in DOCUMENTS.items():
        Path(ROOT / name).write_text(page())


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    import django

    django.setup()
    write()
