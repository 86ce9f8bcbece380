from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.surveys.models import Survey
from regulars.surveys.presets import LOW, preset
from regulars.surveys.questions import LANGUAGE, SCORE, questions_of
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONGEST_DAYS = 3650


@transaction.atomic
def save_survey(survey: Survey, *, by: Agent | None) -> Survey:
    """Keep a survey; a new one without questions has those of its kind. Raises ValidationError naming the field."""
    _begin(survey)
    _check(survey)
    known = Survey.objects.filter(pk=survey.pk).first() if survey.pk else None
    before = model_to_dict(known, exclude=["made_at"]) if known else {}
    survey.save()
    after = model_to_dict(survey, exclude=["made_at"])
    if before != after:
        changed = {name for name in after if before.get(name) != after[name]}
        audit(
            "survey.changed" if known else "survey.made",
            by=by,
            on=f"survey:{survey.pk}",
            before={name: before[name] for name in changed & before.keys()},
            after={name: after[name] for name in changed},
        )
    return survey


def _begin(survey: Survey) -> None:
    survey.name = " ".join(storable(survey.name).split())
    survey.languages = survey.languages or ["en"]
    if survey.pk is None and not survey.questions:
        given: dict[str, Any] = preset(survey.kind, brand=survey.brand.name, languages=survey.languages)
        survey.questions, survey.texts = given["questions"], survey.texts or given["texts"]
        survey.low_at = LOW.get(Survey.Kind(survey.kind)) if survey.low_at is None else survey.low_at
    if not survey.slug:
        survey.slug = _free(slugify(survey.name)[:50] or "survey", but=survey.pk)


def _check(survey: Survey) -> None:
    if not 0 < len(survey.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if survey.kind not in Survey.Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Survey.Kind.values))
    if not isinstance(survey.languages, list) or not all(LANGUAGE.fullmatch(str(each)) for each in survey.languages):
        raise refusal("languages", _("Name languages as in en or pt-BR, with commas between."))
    if Survey.objects.filter(slug=survey.slug).exclude(pk=survey.pk).exists():
        raise refusal("slug", _("Another survey has this address."))
    survey.__dict__.pop("asks", None)
    survey.questions = [each.model_dump(mode="json", exclude_defaults=True) for each in questions_of(survey.questions)]
    _check_scale(survey)
    for name in ("rest_days", "lasts_days", "editable_days"):
        if not 0 <= (getattr(survey, name) or 0) <= LONGEST_DAYS:
            raise refusal(name, _("At most ten years."))
    try:
        survey.clean_fields(exclude=["questions", "texts", "languages"])
    except ValidationError as error:
        raise ValidationError(error.message_dict) from None


def _check_scale(survey: Survey) -> None:
    """A figure can be compared only if it is asked as everybody asks it."""
    scale = Survey.SCALES.get(Survey.Kind(survey.kind))
    asked = next((each for each in survey.asks if each.key == SCORE), None)
    if scale and (asked is None or (asked.least, asked.most) != scale or asked.only_if):
        words = _("It asks first for a number from %(least)d to %(most)d.") % {"least": scale[0], "most": scale[1]}
        raise refusal("questions", words)


def _free(slug: str, *, but: int | None) -> str:
    taken = set(Survey.objects.filter(slug__startswith=slug).exclude(pk=but).values_list("slug", flat=True))
    return next(each for each in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if each not in taken)
