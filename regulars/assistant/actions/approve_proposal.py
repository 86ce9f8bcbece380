from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.assistant.models import Proposal
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Translation
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: Agent) -> Translation:
    """Make a draft article of it. Nobody reads it before somebody publishes it. Harmless twice: the draft is the same.

    Raises ValidationError("proposal") when it was dismissed, or its draft is gone.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("centre", "article").get(pk=proposal.pk)
    if proposal.state == Proposal.State.APPROVED and proposal.article and (made := proposal.article.original):
        return made
    if proposal.state != Proposal.State.OPEN:
        raise refusal("proposal", _("Somebody has decided this already."), "decided")
    centre = proposal.centre
    article = save_article(None, centre=centre, facts={"owner": by}, by=by)
    language = proposal.language if proposal.language in centre.languages else centre.language
    made = write(article, language=language, title=proposal.title, html=proposal.html, by=by)
    proposal.state, proposal.article = Proposal.State.APPROVED, article
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    audit("proposal.approved", by=by, on=f"proposal:{proposal.pk}", after={"article": article.pk})
    return made
