"""Addresses of help centres: below `/help/<name>` on the house's host, and at the root of a brand's own."""

from django.urls import URLPattern, path, register_converter

from regulars.knowledge.views.site import articles, categories, feeds, files, guides, home, opening, searching, voting


class Language:
    """`en`, `pt-BR`, in any case of letters."""

    regex = "[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Language, "language")


def within(root: str) -> list[URLPattern]:
    """The pages of one help centre."""
    return [
        path(f"{root}sitemap.xml", feeds.sitemap),
        path(f"{root}logo/<slug:digest>", files.logo),
        path(f"{root}hc", opening.elsewhere, {"rest": "hc"}),  # Zendesk's front page, and no language
        path(f"{root}<language:language>", home.home),
        path(f"{root}<language:language>/articles/<str:article_slug>", articles.article),
        path(f"{root}<language:language>/articles/<str:article_slug>/helpful", voting.helpful),
        path(f"{root}<language:language>/categories/<str:category_slug>", categories.category),
        path(f"{root}<language:language>/guides/<str:guide_slug>", guides.guide),
        path(f"{root}<language:language>/guides/<str:guide_slug>/<str:key>", guides.step),
        path(f"{root}<language:language>/search", searching.search),
        path(f"{root}<language:language>/search/instant", searching.instant),
        path(f"{root}<language:language>/search/asked", searching.asked),
        path(f"{root}<language:language>/feed.xml", feeds.feed),
        path(f"{root}<path:rest>", opening.elsewhere),
    ]


FILES = [
    path("help/files/<uuid:key>", files.file),
    path("help/files/<uuid:key>/<str:name>", files.file),
]

urlpatterns = [
    path("robots.txt", feeds.robots),
    path("help", home.choose_centre),
    *FILES,
    path("help/<str:slug>", home.choose_language),
    *within("help/<str:slug>/"),
]
