"""The tags of the house: which there are, what becomes of words that were tags once, who may make new ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from regulars.conversations.models import Tag, TagRules
from regulars.customers.actor import By, agent_of
from regulars.lib.conditions.rewording import reworded
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.permissions import Permission

NAMING = ("tags", "event.tag")  # fields of conditions that are compared with tags
COUNTED = 1000  # conversations of one tag; beyond, nobody needs the exact number

_COUNTS = """
    SELECT tag.name, (SELECT count(*) FROM (SELECT 1 FROM conversations_conversation
        WHERE tags @> ARRAY[tag.name]::varchar[] AND tags <> '{}' LIMIT %s) AS counted)
    FROM conversations_tag AS tag WHERE tag.becomes_id IS NULL
"""


def tag_name(written: str) -> str:
    """A tag as it is kept: in lower case, without a comma. Raises ValidationError("tag")."""
    name = " ".join(storable(written).split()).strip(" ,#").lower()
    if not name or len(name) > 64 or "," in name:
        raise refusal("tag", _("A tag has 1 to 64 characters, and no comma."))
    return name


def tag_now(written: str) -> str:
    """What a word is as a tag now: another one, when it was renamed since. Raises ValidationError("tag")."""
    name = tag_name(written)
    known = Tag.objects.select_related("becomes").filter(name=name, becomes__isnull=False).first()
    return known.becomes.name if known and known.becomes else name


def tag_for(written: str, *, by: By) -> str:
    """A tag that may be put on now, made when there is none. Raises ValidationError("tag") where that is not for this agent."""
    name = tag_now(written)
    known, agent = Tag.objects.filter(name=name).first(), agent_of(by)
    if known is None:
        if agent and not agent.may(Permission.ORDER) and makers() == TagRules.Makers.ADMINS:
            raise refusal("tag", _("There is no tag “%s”, and new ones are made in the settings.") % name, "unknown")
        Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
    elif known.retired_at and agent:
        raise refusal("tag", _("The tag “%s” is not used any more.") % name, "retired")
    return name


def renamed() -> dict[str, str]:
    """What each word that was a tag once is called now."""
    return dict(Tag.objects.filter(becomes__isnull=False).values_list("name", "becomes__name"))


def as_called_now(conditions: Any, words: Mapping[str, str] | None = None) -> Any:
    """Conditions with the tags of today for those they were called once, or of `words`."""
    return reworded(conditions, renamed() if words is None else words, fields=NAMING)


def makers() -> str:
    """Who makes new tags, of TagRules.Makers."""
    rules = TagRules.objects.first()
    return rules.makers if rules else TagRules.Makers.EVERYBODY


def counts() -> dict[str, int]:
    """In how many conversations each tag is, counted up to COUNTED."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [COUNTED])
        return dict(cursor.fetchall())
