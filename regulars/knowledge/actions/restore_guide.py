from __future__ import annotations

from django.db import transaction

from regulars.knowledge.guiding import Plan, read
from regulars.knowledge.models import Article, Guide, GuideOption, GuideStep, GuideVersion
from regulars.knowledge.safe import safe
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def restore_guide(version: GuideVersion, *, by: Agent | None) -> Guide:
    """Make an old version the draft again, in place of what is written now. Readers see it once it is published."""
    guide = Guide.objects.select_for_update().get(pk=version.guide_id)
    plan = read(version.plan)
    guide.title, guide.intro = plan.title, plan.intro
    guide.save(update_fields=["title", "intro"])
    guide.steps.all().delete()
    _write(guide, plan)
    audit("guide.version_restored", by=by, on=f"guide:{guide.pk}", after={"version": version.number})
    return guide


def _write(guide: Guide, plan: Plan) -> None:
    known = set(Article.objects.filter(centre=guide.centre_id).values_list("pk", flat=True))
    steps = {
        stop.key: GuideStep.objects.create(
            guide=guide, key=stop.key, position=position, kind=stop.kind, title=stop.title, html=safe(stop.html), outcome=stop.outcome,
            article_id=stop.article if stop.article in known else None, subject=stop.subject, topic=stop.topic,
        )
        for position, stop in enumerate(plan.stops.values(), 1)
    }  # fmt: skip
    GuideOption.objects.bulk_create(
        GuideOption(step=steps[stop.key], position=position, words=each.words, leads_to=steps.get(each.to))
        for stop in plan.stops.values()
        for position, each in enumerate(stop.answers, 1)
    )
