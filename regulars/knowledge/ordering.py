"""Rows that somebody puts in order."""

from django.db.models import QuerySet

from regulars.knowledge.models import Article, Category, GuideStep


def put(
    row: Article | Category | GuideStep, among: QuerySet[Article] | QuerySet[Category] | QuerySet[GuideStep], *, to: int
) -> int:
    """Number the rows anew, from 1, with this one at the place `to` as far as there is one. Returns where it is."""
    others = [each for each in among if each.pk != row.pk]
    place = min(max(to, 1), len(others) + 1)
    others.insert(place - 1, row)
    for position, each in enumerate(others, 1):
        if each.position != position or each.pk == row.pk:
            type(row).objects.filter(pk=each.pk).update(position=position)
    return place
