from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.experiments.models import Experiment
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST_ARMS = 5


@transaction.atomic
def save_experiment(experiment: Experiment, *, by: Agent) -> None:
    """Keep a question while nobody has been drawn for it. Raises ValidationError, naming the field; once it has begun, of all."""
    if experiment.pk and Experiment.objects.select_for_update().get(pk=experiment.pk).begun_at:
        raise refusal("name", _("It has begun: what is asked stays as it is. End it, and begin another."))
    check(experiment.who, CUSTOMER_FIELDS)
    experiment.arms = _arms(experiment.arms)
    if Experiment.objects.exclude(pk=experiment.pk).filter(word=experiment.word).exists():
        raise refusal("word", _("There is another one of this name."))
    is_new = experiment.pk is None
    experiment.save()
    after = {name: getattr(experiment, name) for name in ("name", "word", "question", "who", "arms")}
    audit(
        "experiment.added" if is_new else "experiment.changed",
        by=by,
        on=f"experiment:{experiment.pk}",
        after=after | {"ends_on": f"{experiment.ends_on}"},
    )


def _arms(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [each for each in given if each["name"].strip()]
    if not 2 <= len(named) <= MOST_ARMS:
        raise refusal("arms", _("Two to five arms, each with a name."))
    if any(not isinstance(each["share"], int) or not 1 <= each["share"] <= 99 for each in named):
        raise refusal("arms", _("Each arm has 1 to 99 per cent."))
    if sum(each["share"] for each in named) != 100:
        raise refusal("arms", _("All arms together are 100 per cent."))
    arms = [
        {
            "word": slugify(each["name"])[:40] or f"arm-{place}",
            "name": each["name"].strip()[:60],
            "share": each["share"],
        }
        for place, each in enumerate(named, 1)
    ]
    if len({each["word"] for each in arms}) < len(arms):
        raise refusal("arms", _("Two arms have one name."))
    return arms
