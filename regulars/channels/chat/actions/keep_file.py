from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.chat.limits import LARGEST_FILE
from regulars.channels.chat.models import Upload, Visitor
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable


@transaction.atomic
def keep_file(visitor: Visitor, *, client_id: str, name: str, content: bytes, content_type: str = "") -> bool:
    """Keep a file for a message to come. False when we have it already. Raises ValidationError("file")."""
    name = one_line(storable(name), limit=255) or _("file")
    if not content:
        raise refusal("file", _("“%s” is empty.") % name)
    if len(content) > LARGEST_FILE:
        raise refusal("file", _("“%s” is larger than 25 MB. Send a link instead.") % name, "too_large")
    facts = {
        "name": name,
        "content_type": content_type[:127] or "application/octet-stream",
        "sha256": blobs.keep(content),
    }
    return Upload.objects.get_or_create(visitor=visitor, client_id=client_id, defaults=facts)[1]
