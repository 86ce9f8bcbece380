from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, Guide, GuideOption, GuideStep
from regulars.knowledge.safe import safe
from regulars.knowledge.slugs import free_slug, slug_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST_STEPS, MOST_OPTIONS = 100, 12


class Facts(TypedDict, total=False):
    """What a step says. What is not named stays as it is."""

    kind: str
    title: str
    html: str
    outcome: str
    article: Article | None
    subject: str
    topic: str


@dataclass(frozen=True)
class Leading:
    """An answer to a step, and the step it leads to; `is_new`: to one that is made for it."""

    words: str
    to: GuideStep | None = None
    is_new: bool = False


@transaction.atomic
def save_guide_step(
    step: GuideStep | None,
    *,
    guide: Guide,
    facts: Facts,
    options: Sequence[Leading] | None = None,
    by: Agent | None,
) -> GuideStep:
    """Write a step of this guide (None: a new one, the last), and its answers in this order. An end has none.

    Raises ValidationError("title", "kind", "outcome", "article", "options", "guide").
    """
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    kept = step or GuideStep(guide=guide)
    before = _told(kept) if step else None
    for name in Facts.__annotations__.keys() & facts.keys():
        setattr(kept, name, facts[name])  # type: ignore[literal-required]
    _check(kept, guide)
    if step is None:
        _place(kept, guide)
    kept.save()
    if kept.kind == GuideStep.Kind.OUTCOME:
        options = []
    if options is not None:
        _answer(kept, guide, options)
    if (after := _told(kept)) != before:
        audit("guide.step_saved", by=by, on=f"guide:{guide.pk}", before=before, after=after)
    return kept


def _check(step: GuideStep, guide: Guide) -> None:
    step.title, step.html = one_line(storable(step.title), limit=200), safe(step.html)
    step.subject, step.topic = one_line(storable(step.subject), limit=200), one_line(storable(step.topic), limit=80)
    if not step.title:
        raise refusal("title", _("Say what is asked, or to be done."), "missing")
    if step.kind not in GuideStep.Kind.values:
        raise refusal("kind", _("Choose what kind of step it is."))
    if step.kind != GuideStep.Kind.OUTCOME:
        step.outcome = ""
    elif step.outcome not in GuideStep.Outcome.values:
        raise refusal("outcome", _("Choose how it ends."), "missing")
    if step.outcome != GuideStep.Outcome.ARTICLE:
        step.article = None
    elif step.article is None or step.article.centre_id != guide.centre_id:
        raise refusal("article", _("Choose an article of this help centre."), "missing")
    if step.outcome != GuideStep.Outcome.ASK:
        step.subject = step.topic = ""


def _place(step: GuideStep, guide: Guide) -> None:
    """At the end, under a key of its own, which stays when its words change."""
    keys = set(guide.steps.values_list("key", flat=True))
    if len(keys) >= MOST_STEPS:
        raise refusal("guide", _("A guide has at most %d steps.") % MOST_STEPS)
    last = guide.steps.last()
    step.position = last.position + 1 if last else 1
    step.key = free_slug(slug_of(step.title, limit=60), is_taken=keys.__contains__, instead="step")


def _answer(step: GuideStep, guide: Guide, options: Sequence[Leading]) -> None:
    if len(options) > MOST_OPTIONS:
        raise refusal("options", _("A step has at most %d answers.") % MOST_OPTIONS)
    step.options.all().delete()
    for position, option in enumerate(options, 1):
        words = one_line(storable(option.words), limit=120)
        if not words:
            raise refusal("options", _("Say what the answer is."), "missing")
        if option.to and option.to.guide_id != guide.pk:
            raise refusal("options", _("“%s” leads to a step of another guide.") % words)
        to = _made(guide, words) if option.is_new else option.to
        GuideOption.objects.create(step=step, position=position, words=words, leads_to=to)


def _made(guide: Guide, words: str) -> GuideStep:
    """A step to be written, called by the answer that leads there."""
    made = GuideStep(guide=guide, title=words)
    _place(made, guide)
    made.save()
    return made


def _told(step: GuideStep) -> dict[str, Any]:
    named = ("key", "title", "html", "subject", "topic")
    answers = GuideOption.objects.filter(step=step).values_list("words", "leads_to__key")
    return {name: getattr(step, name) for name in named} | {
        "kind": str(step.kind), "outcome": str(step.outcome), "article": step.article_id, "answers": [list(each) for each in answers],
    }  # fmt: skip
