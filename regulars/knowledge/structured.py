"""What search engines are told of an article in JSON-LD (schema.org): what it is, where it stands, which questions it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from regulars.knowledge.models import Translation
from regulars.lib.texts import one_line

ASKS = re.compile(r"[?？؟]\s*$")
ASKING = re.compile(r"[?？؟]\s*</(?:h[2-4]|strong|b|summary|dt)>")
UNSAFE = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_ld(*things: dict[str, Any]) -> SafeString:
    """Things as data in a page. Whatever their words are, they end neither the script nor the page."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for sign, written in UNSAFE.items():
        text = text.replace(sign, written)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def article(translation: Translation, *, address: str, publisher: str) -> dict[str, Any]:
    """The article itself."""
    return {
        "@type": "TechArticle",
        "headline": translation.title,
        "description": one_line(translation.text, limit=200),
        "inLanguage": translation.language,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": translation.first_published_at and translation.first_published_at.isoformat(),
        "dateModified": translation.published_at and translation.published_at.isoformat(),
        "publisher": {"@type": "Organization", "name": publisher},
    }


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and addresses, from the front page down."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def questions(translation: Translation) -> list[dict[str, Any]]:
    """A FAQPage, when parts of the article begin with questions (two at least)."""
    if len(ASKING.findall(translation.html)) < 2:
        return []
    asked: dict[tuple[str, str], str] = {}  # a long answer is several passages
    for each in translation.passages.all():
        if ASKS.search(each.heading) and each.text:
            place = (each.anchor, each.heading)
            asked[place] = f"{asked[place]}\n{each.text}" if place in asked else each.text
    entities = [
        {"@type": "Question", "name": heading, "acceptedAnswer": {"@type": "Answer", "text": text[:2000]}}
        for (_anchor, heading), text in asked.items()
    ]
    return [{"@type": "FAQPage", "mainEntity": entities}] if len(entities) > 1 else []
