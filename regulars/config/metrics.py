"""`GET /metrics`: how the queues stand, for Prometheus."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from ninja.errors import Throttled

from regulars.api.problems import problem, too_often
from regulars.api.signing_in import Bearer


class Measure(NamedTuple):
    """A gauge. Its SQL answers with the value alone, or with rows of the label's value and the value."""

    name: str
    says: str
    sql: str
    label: str = ""


_AGE = "coalesce(extract(epoch FROM now() - min({since})), 0)"

MEASURES = (
    Measure(
        "letters_waiting",
        "Letters that came and are not read yet.",
        "SELECT count(*) FROM email_inboundletter WHERE state = 'received'",
    ),
    Measure(
        "letters_oldest_seconds",
        "How long the oldest of them waits.",
        f"SELECT {_AGE.format(since='received_at')} FROM email_inboundletter WHERE state = 'received'",
    ),
    Measure(
        "letters_troubled",
        "Letters that could not be understood, or were set aside.",
        "SELECT state, count(*) FROM email_inboundletter WHERE state IN ('failed', 'quarantined') GROUP BY state",
        "state",
    ),
    Measure(
        "reactions_waiting",
        "Reactions that are due.",
        "SELECT count(*) FROM customers_reaction WHERE state = 'waiting' AND due_at <= now()",
    ),
    Measure(
        "reactions_oldest_seconds",
        "How long the oldest of them is due.",
        f"SELECT {_AGE.format(since='due_at')} FROM customers_reaction WHERE state = 'waiting' AND due_at <= now()",
    ),
    Measure(
        "reactions_failed",
        "Reactions that wait for a person.",
        "SELECT count(*) FROM customers_reaction WHERE state = 'failed'",
    ),
    Measure(
        "deliveries_waiting",
        "Messages of ours that are due to leave.",
        "SELECT count(*) FROM conversations_delivery WHERE state = 'waiting' AND due_at <= now()",
    ),
    Measure(
        "deliveries_oldest_seconds",
        "How long the oldest of them is due.",
        f"SELECT {_AGE.format(since='due_at')} FROM conversations_delivery WHERE state = 'waiting' AND due_at <= now()",
    ),
    Measure(
        "deliveries_failed",
        "Messages that could not leave.",
        "SELECT count(*) FROM conversations_delivery WHERE state = 'failed'",
    ),
    Measure(
        "alarms_open",
        "Alarms that are open now.",
        "SELECT kind, count(*) FROM live_alarm WHERE closed_at IS NULL GROUP BY kind",
        "kind",
    ),
    Measure(
        "heartbeat_age_seconds",
        "Since a process said that it lives.",
        "SELECT name, extract(epoch FROM now() - at) FROM live_heartbeat",
        "process",
    ),
    Measure(
        "mailbox_silence_seconds",
        "Since a mailbox's server last answered.",
        "SELECT address, extract(epoch FROM now() - last_seen_at) FROM email_mailbox WHERE is_active AND last_seen_at IS NOT NULL",
        "mailbox",
    ),
)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever has a token of the API, and for agents who are signed in."""
    try:
        asker = Bearer()(request) or (request.COOKIES and request.user.is_authenticated)
    except Throttled as error:
        return too_often(error.wait or 1)
    if not asker:
        return problem(401, "Say who you are: Authorization: Bearer TOKEN")
    text = "\n".join(line for measure in MEASURES for line in _lines(measure))
    return HttpResponse(f"{text}\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _lines(measure: Measure) -> Iterator[str]:
    name = f"regulars_{measure.name}"
    yield f"# HELP {name} {measure.says}"
    yield f"# TYPE {name} gauge"
    with connection.cursor() as cursor:
        cursor.execute(measure.sql)
        for *labels, value in cursor.fetchall():
            label = "".join(f'{{{measure.label}="{_quoted(each)}"}}' for each in labels)
            yield f"{name}{label} {float(value):g}"


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
