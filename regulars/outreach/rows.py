"""Letters made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regulars.outreach.models import Sending
from regulars.outreach.topics import named
from regulars.ui.moments import Times

SIGNALS = {"sent": "good", "failed": "overdue", "waiting": "waiting", "leaving": "waiting"}


def sending_rows(sendings: Iterable[Sending]) -> list[dict[str, Any]]:
    """With their customers at hand."""
    several, times = list(sendings), Times()
    names = named({each.topic for each in several})
    return [
        {
            "sending": each,
            "topic": names[each.topic],
            "state": each.get_state_display(),
            "signal": SIGNALS.get(each.state, ""),
            "why": each.get_why_display() if each.why else "",
            "when": times.moment(each.left_at or each.asked_at),
            "due": times.exact(each.due_at) if each.state == Sending.State.WAITING and each.due_at else "",
        }
        for each in several
    ]
