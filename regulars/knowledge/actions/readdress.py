from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.holding import held
from regulars.knowledge.models import Redirect, Translation
from regulars.knowledge.slugs import checked_slug
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def readdress(translation: Translation, *, slug: str, by: Agent | None) -> Translation:
    """Give an article another address in its language, at once. What was published under the old one leads on from it.

    Raises ValidationError("slug").
    """
    translation = held(translation)
    old, new = translation.slug, checked_slug(slug)
    if new == old:
        return translation
    here = {"centre": translation.centre, "language": translation.language}
    if Translation.objects.filter(**here, slug=new).exists():
        raise refusal("slug", _("Another article has this address."), "taken")
    if Redirect.objects.filter(**here, slug=new).exclude(article=translation.article).exists():
        raise refusal("slug", _("This address leads on to another article."), "taken")
    Redirect.objects.filter(**here, slug=new).delete()
    translation.slug, translation.has_own_slug = new, True
    translation.save(update_fields=["slug", "has_own_slug"])
    if translation.version:
        Redirect.objects.update_or_create(**here, slug=old, defaults={"article": translation.article})
    told = {"before": {"slug": old}, "after": {"slug": new, "language": translation.language}}
    audit("article.readdressed", by=by, on=f"article:{translation.article_id}", **told)
    return translation
