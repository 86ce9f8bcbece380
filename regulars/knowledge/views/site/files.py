"""Pictures and files of articles, and the brand's own picture."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from regulars.knowledge.models import Article, ArticleFile
from regulars.knowledge.models.article import Visibility
from regulars.knowledge.models.article_file import SHOWN
from regulars.knowledge.places import centre_of, reader_of
from regulars.lib import blobs

A_DAY, A_YEAR = 24 * 3600, 365 * 24 * 3600  # seconds


def file(request: HttpRequest, key: UUID, name: str = "") -> HttpResponse:
    """A file of an article, for whoever may read the article; pictures are shown, everything else is saved."""
    reader = reader_of(request)
    several = ArticleFile.objects.select_related("article").filter(pk=key)
    if not request.user.is_authenticated:  # who works here sees drafts too
        several = several.filter(article__in=Article.objects.visible_to(reader))
    found = several.first()
    if found is None or _is_elsewhere(request, found.article):
        raise Http404
    kind = found.content_type if found.is_picture else "application/octet-stream"
    response = _bytes(found.sha256, content_type=kind, as_attachment=not found.is_picture, filename=found.name)
    is_for_all = reader is None and found.article.visibility == Visibility.PUBLIC
    response["Cache-Control"] = f"public, max-age={A_DAY}" if is_for_all else "private, no-store"
    return response


def logo(request: HttpRequest, digest: str, slug: str | None = None) -> HttpResponse:
    """The brand's picture."""
    centre = centre_of(request, slug)
    if not centre.logo or centre.logo_type not in SHOWN:
        raise Http404
    response = _bytes(centre.logo, content_type=centre.logo_type)
    is_present = centre.logo.startswith(digest)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_present else "no-cache"
    return response


def _is_elsewhere(request: HttpRequest, article: Article) -> bool:
    """On a brand's own host nothing of another brand is found."""
    own = getattr(request, "centre", None)
    return own is not None and article.centre_id != own.pk


def _bytes(digest: str, **how: Any) -> FileResponse:
    try:
        response = FileResponse(blobs.fetch(digest), **how)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
