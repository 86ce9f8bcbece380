from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Topic
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Skill, Team

FIELDS = ("name", "team__name", "skill__name")


@transaction.atomic
def save_topic(topic: Topic | None, *, name: str, team: Team | None, skill: str = "", by: Agent | None) -> Topic:
    """Keep a new topic, or what was changed of one: who answers it, and the skill it asks for. Raises ValidationError("name", "skill")."""
    topic = topic or Topic()
    before = Topic.objects.filter(pk=topic.pk).values(*FIELDS).first()
    name, skill = name.strip(), skill.strip()
    if not 0 < len(name) <= 64:
        raise refusal("name", _("A topic has 1 to 64 characters."))
    if Topic.objects.exclude(pk=topic.pk).filter(name__iexact=name).exists():
        raise refusal("name", _("There is a topic of this name already."))
    if len(skill) > 64:
        raise refusal("skill", _("A skill has 1 to 64 characters."))
    topic.name, topic.team = name, team
    topic.skill = (
        (Skill.objects.filter(name__iexact=skill).first() or Skill.objects.create(name=skill)) if skill else None
    )
    topic.save()
    after = Topic.objects.values(*FIELDS).get(pk=topic.pk)
    if after != before:
        audit("topic.changed" if before else "topic.added", by=by, on=f"topic:{topic.pk}", before=before, after=after)
    return topic
