from __future__ import annotations

from django.db import transaction

from regulars.channels.chat.models import Visitor
from regulars.live.notify import tell


@transaction.atomic
def show_so_far(address: str, *, words: str) -> None:
    """Let the visitor with this address of ours read what is being written to them, as far as it goes: until it comes as a line."""
    known = Visitor.objects.filter(key=Visitor.key_in(address)).exclude(coming=words)
    for visitor in known.select_for_update():
        Visitor.objects.filter(pk=visitor.pk).update(coming=words)
        tell({"kind": "chat.coming", "topics": [f"chat:{visitor.pk}"]})
