from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.note import note as leave_note
from regulars.conversations.adding import locked
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.routing.events import ConversationEscalated
from regulars.team.models import Team

LEVELS = {level.label: level.value for level in Team.Level}


@transaction.atomic
def escalate(
    conversation: Conversation, *, note: str, level: str | None = None, team: Team | None = None, by: By
) -> None:
    """Hand the conversation over to a team, to a level of support (L1, L2, L3), or (neither named) to the next level up.

    The note says what was done so far; it is required. Harmless when it stands with that team already.
    Raises ValidationError("note", "level").
    """
    if not note.strip():
        raise refusal("note", _("Say what was done so far, and what is needed."), "missing")
    conversation = locked(conversation)
    team = team or _team_for(conversation, level)
    if conversation.team_id == team.pk:
        return
    written = leave_note(conversation, text=note, by=by)
    assign(conversation, agent=None, team=team, by=by)
    event = ConversationEscalated(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=written.pk,
        team=team.pk, level=team.get_level_display(), to=str(team),
    )  # fmt: skip
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def higher_teams(conversation: Conversation) -> list[Team]:
    """The teams that it may be handed up to, the nearest level first."""
    now = conversation.team.level if conversation.team else Team.Level.FIRST
    return list(Team.objects.filter(level__gt=now).order_by("level", "name"))


def _team_for(conversation: Conversation, level: str | None) -> Team:
    """Of the level's teams the topic's own, else the first by name."""
    if level and level not in LEVELS:
        raise refusal("level", _("Choose one of: %s.") % ", ".join(LEVELS))
    several = list(Team.objects.filter(level=LEVELS[level]).order_by("name")) if level else higher_teams(conversation)
    if not several:
        raise refusal("level", _("No team gives this level of support. Settings → Routing says which does."))
    if conversation.team in several and level:
        return conversation.team
    nearest = [each for each in several if each.level == several[0].level]
    topics = conversation.topic.team_id if conversation.topic else None
    return next((each for each in nearest if each.pk == topics), nearest[0])
