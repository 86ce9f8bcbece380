"""How something is told: as JSON, in pages, with its times."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse

Facts = dict[str, Any]


def told(facts: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(facts, ensure_ascii=False), status=status, content_type="application/json")


def page_of(items: list[Facts], next: str | None) -> HttpResponse:
    return told({"items": items, "next": next})


def time(at: datetime | None) -> str | None:
    return at and at.isoformat().replace("+00:00", "Z")
