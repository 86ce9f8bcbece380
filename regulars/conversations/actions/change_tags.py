from django.db import connection, transaction

from regulars.conversations.counting import rouse
from regulars.conversations.models import Promise, Tag, TagChange, View
from regulars.conversations.tagging import as_called_now

BATCH = 200  # conversations at a time: nobody waits long for one of them

_CHANGE = """
    UPDATE conversations_conversation SET tags = (
        SELECT COALESCE(array_agg(DISTINCT tag ORDER BY tag), '{{}}')
        FROM unnest(array_replace(tags, %(old)s, NULLIF(%(new)s, ''))) AS tag WHERE tag IS NOT NULL)
    WHERE id = ANY (ARRAY(SELECT id FROM conversations_conversation WHERE tags @> ARRAY[%(old)s]::varchar[] AND tags <> '{{}}'
        ORDER BY id LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED))
"""  # an array: it is made once, where a plan may ask what stands behind IN for each row anew


@transaction.atomic
def change_tags() -> int:
    """Give some of the conversations that have an old tag the new one, or none. Returns 0 when nothing is left to do.

    Those that somebody holds just now are left for the next time; a change ends when no conversation has the old tag.
    """
    change = TagChange.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if change is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE.format(limit=BATCH), {"old": change.old, "new": change.new})
        if cursor.rowcount:
            return cursor.rowcount
        cursor.execute(
            "SELECT 1 FROM conversations_conversation WHERE tags @> ARRAY[%s]::varchar[] AND tags <> '{}' LIMIT 1",
            [change.old],
        )
        if cursor.fetchone():
            return 0  # held: the next look is soon
    change.delete()
    if not change.new:
        Tag.objects.filter(name=change.old, becomes=None).delete()
    return 1


def change(old: str, *, new: str) -> None:
    """Have the worker give all that has an old tag the new one, or none. Views and promises ask for the new one at once."""
    TagChange.objects.create(old=old, new=new)
    if new:
        _reword({old: new})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('tags', '')")


def _reword(words: dict[str, str]) -> None:
    for view in View.objects.select_for_update().order_by("pk"):
        if (conditions := as_called_now(view.conditions, words)) != view.conditions:
            view.conditions, view.edition = conditions, view.edition + 1
            view.save(update_fields=["conditions", "edition"])
            rouse()
    for promise in Promise.objects.select_for_update().order_by("pk"):
        if (conditions := as_called_now(promise.conditions, words)) != promise.conditions:
            promise.conditions = conditions
            promise.save(update_fields=["conditions"])
