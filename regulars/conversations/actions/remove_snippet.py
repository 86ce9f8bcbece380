from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Snippet
from regulars.conversations.snippets import may_change
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_snippet(snippet: Snippet, *, by: Agent) -> None:
    """Throw a snippet away. What was written with it stays. Harmless twice. Raises ValidationError("whose")."""
    if not may_change(snippet, by):
        raise refusal("whose", _("Your role does not let you change what others use, too."), "forbidden")
    number, before = snippet.pk, {"name": snippet.name, "folder": snippet.folder, "texts": snippet.texts}
    if Snippet.objects.filter(pk=number).delete()[0]:
        audit("snippet.removed", by=by, on=f"snippet:{number}", before=before)
