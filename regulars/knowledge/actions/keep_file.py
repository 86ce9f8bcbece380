from __future__ import annotations

import mimetypes

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, ArticleFile
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LARGEST = 25 * 1024 * 1024  # bytes


@transaction.atomic
def keep_file(article: Article, *, name: str, content: bytes, by: Agent | None) -> ArticleFile:
    """Keep a picture or a file for an article; the same one again is the one that is there. Raises ValidationError("file").

    What it is told by its bytes for pictures, and by its name for the rest: never by whoever sends it.
    """
    name = one_line(storable(name).replace("/", "-").replace("\\", "-"), limit=200) or "file"
    if not content:
        raise refusal("file", _("“%s” is empty.") % name, "missing")
    if len(content) > LARGEST:
        raise refusal("file", _("“%s” is larger than 25 MB. Send a link instead.") % name, "too_large")
    digest = blobs.keep(content)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if found := article.files.filter(sha256=digest, name=name).first():
        return found
    kind = picture_kind(content) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("image/") and not picture_kind(content):
        kind = "application/octet-stream"
    kept = ArticleFile.objects.create(
        article=article, name=name, content_type=kind, size=len(content), sha256=digest, by=by
    )
    audit("article.file_kept", by=by, on=f"article:{article.pk}", after={"name": name, "size": kept.size})
    return kept


def picture_kind(content: bytes) -> str:
    """The kind of picture that these bytes begin as; "" for anything else, SVG included, which may carry scripts."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return ""
