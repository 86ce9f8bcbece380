from django.db import transaction

from regulars.channels.email.models import Silence
from regulars.live.alarms import raise_alarm


@transaction.atomic
def fall_silent(address: str, *, count: int) -> Silence:
    """Send no more letters that nobody wrote, to this address or ("") to everybody, and raise the alarm. Harmless twice."""
    silence, _is_new = Silence.objects.get_or_create(address=address, ended_at=None, defaults={"count": count})
    raise_alarm("loop" if address else "automatic_stopped", address, count=silence.count)
    return silence
