"""Letters of ours to ourselves, known by a signed Message-ID: whoever else writes one is no canary."""

from __future__ import annotations

import re

from django.utils import timezone

from regulars.channels.email.models import Canary
from regulars.channels.email.threads import signing_key
from regulars.lib import signing

PURPOSE = "canary"
NAME = re.compile(rf"<canary([0-9]{{1,18}})\.([{signing.ALPHABET}]{{{signing.LENGTH}}})@", re.I)


def message_id_of(canary: Canary) -> str:
    name = str(canary.pk)
    return f"<canary{name}.{signing.token(PURPOSE, name, key=signing_key())}@{canary.mailbox.domain}>"


def is_canary(message_id: str) -> bool:
    """Whether a letter under this Message-ID is a canary of ours."""
    return _number(message_id) is not None


def note_home(message_id: str) -> None:
    """A canary is back."""
    Canary.objects.filter(pk=_number(message_id), came_at=None).update(came_at=timezone.now())


def _number(message_id: str) -> int | None:
    found = NAME.match(message_id)
    return int(found[1]) if found and signing.verify(PURPOSE, found[1], found[2], key=signing_key()) else None
