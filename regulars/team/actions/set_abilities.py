from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Ability, Agent, Skill
from regulars.team.presence import rouse

LONGEST = 64  # characters of a skill's name
MOST = 32767  # points


@transaction.atomic
def set_abilities(
    agent: Agent, *, capacity: int, languages: Sequence[str], skills: Mapping[str, int], by: Agent | None
) -> None:
    """Say how much an agent can have in hand (points), which languages they speak (none: any), and what they know, from 1 to 5.

    Raises ValidationError("capacity", "languages", "skills").
    """
    if not 0 <= capacity <= MOST:
        raise refusal("capacity", _("Between 0 and %d points.") % MOST)
    if any(not 1 < len(each) <= 16 for each in languages):
        raise refusal("languages", _("Languages look like en, or pt-BR."))
    for name, level in skills.items():
        if not 0 < len(name.strip()) <= LONGEST:
            raise refusal("skills", _("A skill has 1 to 64 characters."))
        if level not in range(1, 6):
            raise refusal("skills", _("How well somebody knows “%s” goes from 1 to 5.") % name)
    agent = Agent.objects.select_for_update().get(pk=agent.pk)
    before = _told(agent)
    agent.capacity, agent.languages = capacity, list(dict.fromkeys(languages))
    agent.save(update_fields=["capacity", "languages"])
    _keep({name.strip(): level for name, level in skills.items()}, agent)
    if (after := _told(agent)) != before:
        audit("agent.abilities_set", by=by, on=f"agent:{agent.pk}", before=before, after=after)
        rouse()


def _keep(skills: Mapping[str, int], agent: Agent) -> None:
    """Names differ by more than their capitals: “Returns” and “returns” are one skill."""
    kept = []
    for name, level in skills.items():
        skill = Skill.objects.filter(name__iexact=name).first() or Skill.objects.create(name=name)
        Ability.objects.update_or_create(agent=agent, skill=skill, defaults={"level": level})
        kept.append(skill.pk)
    Ability.objects.filter(agent=agent).exclude(skill__in=kept).delete()


def _told(agent: Agent) -> dict[str, object]:
    skills = dict(Ability.objects.filter(agent=agent).order_by("skill__name").values_list("skill__name", "level"))
    return {"capacity": agent.capacity, "languages": list(agent.languages), "skills": skills}
