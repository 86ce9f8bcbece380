"""What programs read: the news as an Atom feed, the map for search engines, and what they shall leave alone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from regulars.knowledge.hosts import origin_of
from regulars.knowledge.mapping import as_xml, entries
from regulars.knowledge.models import HelpCentre, Translation
from regulars.knowledge.places import Place, centre_of
from regulars.knowledge.showing import for_feeds
from regulars.knowledge.views.site.opening import kept, page

NEWEST = 30


@page
def feed(request: HttpRequest, place: Place) -> HttpResponse:
    """The articles that everybody may read, newest first."""
    news = Translation.objects.visible_to(None).filter(centre=place.centre, language=place.language)
    atom = Atom1Feed(
        title=place.centre.title, link=place.canonical(), description=place.centre.intro,
        language=place.language, feed_url=place.canonical("feed.xml"),
    )  # fmt: skip
    for each in news.order_by("-published_at", "-pk").defer("draft_html")[:NEWEST]:
        address = place.canonical("articles", each.slug)
        atom.add_item(
            title=each.title, link=address, description=for_feeds(each.html, origin=origin_of(place.centre)), unique_id=address,
            pubdate=each.first_published_at, updateddate=each.published_at, author_name=place.centre.brand.name,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def sitemap(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Every page that everybody may read, with its other languages."""
    centre = centre_of(request, slug)
    return kept(request, HttpResponse(as_xml(entries(centre)), content_type="application/xml; charset=utf-8"), None)


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read help centres, and nothing of the desk or of anybody's own pages."""
    own = getattr(request, "centre", None)
    if own:
        lines = ["Disallow: /my", "Disallow: /*/search", f"Sitemap: {origin_of(own)}/sitemap.xml"]
    else:
        open_here = HelpCentre.objects.filter(is_open=True, host="")
        lines = ["Allow: /help", "Allow: /static/", "Allow: /ui/", "Disallow: /help/*/search", "Disallow: /"]
        lines += [f"Sitemap: {settings.BASE_URL}/help/{each.slug}/sitemap.xml" for each in open_here]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain; charset=utf-8")
