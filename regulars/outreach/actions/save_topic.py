from __future__ import annotations

import re

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.outreach.models import Sending, Topic
from regulars.outreach.topics import EVERYTHING, USUAL, WORDS
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "about", "is_opt_in", "is_withheld")
_WORD = re.compile("[a-z][a-z0-9_]{0,31}")


@transaction.atomic
def save_topic(topic: Topic, *, by: Agent) -> Topic:
    """Keep a topic that customers choose among: one of every house, or one of the house's own, whose word is made of its name.

    Raises ValidationError("name").
    """
    topic.name, topic.about = topic.name.strip(), topic.about.strip()
    if not topic.name or len(topic.name) > 80 or len(topic.about) > 200:
        raise refusal("name", _("Between 1 and %d characters.") % 80)
    topic.word = topic.word or _new_word(topic.name)
    before = Topic.objects.filter(pk=topic.word).values(*FACTS).first() or {}
    topic.save()
    if (after := {name: getattr(topic, name) for name in FACTS}) != before:
        audit("topic.letters_saved", by=by, on=f"topic:{topic.word}", before=before, after=after)
    return topic


@transaction.atomic
def remove_topic(topic: Topic, *, by: Agent) -> None:
    """Write about it no more; what waits is not sent. One of every house becomes what it was. Consents stay in the log."""
    Topic.objects.filter(pk=topic.word).delete()
    audit("topic.letters_removed", by=by, on=f"topic:{topic.word}", before={"name": str(topic.name)})
    if topic.word not in USUAL:
        waiting = Sending.objects.filter(topic=topic.word, state=Sending.State.WAITING)
        waiting.update(state=Sending.State.STOPPED, why=Sending.Why.NO_CONSENT, due_at=None)


def _new_word(name: str) -> str:
    word = slugify(name).replace("-", "_").lstrip("_0123456789")[:28]
    word = word if _WORD.fullmatch(word) else "topic"
    taken = {*WORDS, EVERYTHING, *Topic.objects.values_list("word", flat=True)}
    return next(each for each in (word, *(f"{word}_{number}" for number in range(2, 1000))) if each not in taken)
