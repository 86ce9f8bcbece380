from django.db import transaction
from django.utils.translation import gettext as _

from regulars.commerce.models import Return
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LARGEST = 5 * 1024 * 1024  # bytes
BEGINNINGS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")  # what printers print


@transaction.atomic
def attach_label(request: Return, *, name: str, content: bytes, by: Agent) -> None:
    """Give the customer a label to stick on the parcel: a PDF or a picture. Raises ValidationError("label")."""
    if not content.startswith(BEGINNINGS) or len(content) > LARGEST:
        raise refusal("label", _("A label is a PDF, PNG or JPEG of at most 5 MB."))
    request.label, request.label_name = blobs.keep(content), one_line(name, limit=200)
    request.save(update_fields=["label", "label_name"])
    audit(
        "return.labelled",
        by=by,
        on=f"order:{request.order_id}",
        after={"return": request.pk, "file": request.label_name},
    )
