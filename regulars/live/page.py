"""What a page must know to hear everything that happens after it was made, and what is wrong with the house."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from regulars.live import replay
from regulars.live.alarm_words import open_in_words


def standing(_request: HttpRequest) -> dict[str, Any]:
    """Context for templates: where the timeline stands, asked only by pages that listen; the open alarms, only by pages for
    admins."""
    return {"live_position": replay.position, "live_since": timezone.now, "alarms": open_in_words}
