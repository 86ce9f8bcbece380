"""A category with its articles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.knowledge.following import guides_here
from regulars.knowledge.leading import as_kept, ids_elsewhere
from regulars.knowledge.models import Category, CategoryRedirect
from regulars.knowledge.places import Place
from regulars.knowledge.shelves import ON_PAGE, category_page, visible_category
from regulars.knowledge.structured import breadcrumbs, json_ld
from regulars.knowledge.views.site.opening import alternates, around, crumbs_to, page


@page
def category(request: HttpRequest, place: Place, category_slug: str) -> HttpResponse:
    """All that this reader may read on one shelf."""
    found = visible_category(place, as_kept(category_slug))
    if found is None:
        return _led_on(place, as_kept(category_slug))
    number = _page_number(request)
    shelf = category_page(place, found, page=number)
    if not shelf.many:
        raise Http404
    crumbs = crumbs_to(place, found.parent)
    spot = ("categories", found.slug)
    facts = {
        "shelf": shelf,
        "before": number - 1,
        "after": number + 1 if number * ON_PAGE < shelf.many else 0,
        "guides": guides_here(place, category=found),
        "crumbs": crumbs,
        "canonical": place.canonical(*spot),
        "alternates": alternates(
            place, {each: place.canonical(*spot, language=each) for each in place.centre.languages}
        ),
        "data": json_ld(breadcrumbs((each.name, each.canonical) for each in [*crumbs, *crumbs_to(place, found)[-1:]])),
    }
    return render(request, "knowledge/pages/site/category.html", around(place, spot=spot, **facts))


def _led_on(place: Place, slug: str) -> HttpResponse:
    """To the category that had this address once, here or where it was imported from, if this reader may see it."""
    old = CategoryRedirect.objects.filter(centre=place.centre, slug=slug).values_list("category__slug", flat=True)
    came = ids_elsewhere(slug, "zendesk:category", "zendesk:section", "intercom:collection")
    now = (
        old.first()
        or Category.objects.filter(centre=place.centre, external_id__in=came).values_list("slug", flat=True).first()
    )
    if now is None or visible_category(place, now) is None:
        raise Http404
    return redirect(place.address("categories", now), permanent=True)


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isdecimal() and given.isascii() and 0 < int(given[:6]) == int(given) else 1
