from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import attachment_of
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

LARGEST = 25 * 1024 * 1024  # bytes: what most mail servers still take


@transaction.atomic
def attach(file: File, *, by: Agent) -> Attachment:
    """Keep a file that the agent will send with a message to come. Raises ValidationError("file")."""
    if not file.content:
        raise refusal("file", _("“%s” is empty.") % file.name)
    if len(file.content) > LARGEST:
        raise refusal("file", _("“%s” is larger than 25 MB. Send a link instead.") % file.name, "too_large")
    attachment = attachment_of(file, uploaded_by=by)
    attachment.save()
    return attachment
