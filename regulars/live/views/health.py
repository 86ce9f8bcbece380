"""`GET /health`: whether everything that must run runs."""

import psycopg
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from regulars.lib.postgres import connection_facts

SILENCE = 30  # seconds without a heartbeat before a worker counts as gone
ALARMS = "SELECT DISTINCT kind FROM live_alarm WHERE closed_at IS NULL ORDER BY kind"  # kinds alone: anybody may ask
AGES = "SELECT name, extract(epoch FROM now() - at) FROM live_heartbeat"


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the web process, the database and the worker are well; 503 with what is wrong otherwise.

    `alarms` names what a person should see to; the house itself runs all the same.
    """
    alarms: list[str] = []
    parts = {"web": "well", **_parts(alarms)}
    is_well = set(parts.values()) == {"well"}
    facts = {"status": "well" if is_well else "unwell", **parts, "alarms": alarms}
    return JsonResponse(facts, status=200 if is_well else 503)


def _parts(alarms: list[str]) -> dict[str, str]:
    try:
        # Not from Django's pool, which waits ten seconds for a server that is away.
        with psycopg.connect(**{**connection_facts(), "connect_timeout": 2}, autocommit=True) as connection:
            ages = {name: float(age) for name, age in connection.execute(AGES)}
            alarms += [kind for (kind,) in connection.execute(ALARMS)]
    except psycopg.Error:
        return {"database": "does not answer", "worker": "unknown"}
    return {"database": "well", "worker": _worker(ages.get("worker"))}


def _worker(age: float | None) -> str:
    if age is None:
        return "has never run"
    return "well" if age < SILENCE else f"silent for {age:.0f} seconds"
