"""What a page must know to hear everything that happens after it was made."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from regulars.live import replay


def standing(_request: HttpRequest) -> dict[str, Any]:
    """Context for templates: where the timeline stands, asked only by pages that listen."""
    return {"live_position": replay.position, "live_since": timezone.now}
