from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.conversations.adding import attachment_of
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment
from regulars.team.models import Agent

LARGEST = 25 * 1024 * 1024  # bytes: what most mail servers still take


def attach(file: File, *, by: Agent) -> Attachment:
    """Keep a file that the agent will send with a message to come. Raises ValidationError("file")."""
    if not file.content:
        raise ValidationError({"file": _("“%s” is empty.") % file.name}, code="invalid")
    if len(file.content) > LARGEST:
        raise ValidationError(
            {"file": _("“%s” is larger than 25 MB. Send a link instead.") % file.name}, code="too_large"
        )
    attachment = attachment_of(file, uploaded_by=by)
    attachment.save()
    return attachment
