"""A survey as somebody fills it in: its questions in their language, what is chosen, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.knowledge.models import HelpCentre
from regulars.surveys.links import new_once
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.questions import Question, said_in
from regulars.ui.site import Site, Tongue


class Sheet:
    """Chosen is what was sent, or what a link suggests (`?score=3`, by the question's key), or what was answered before."""

    def __init__(
        self,
        survey: Survey,
        language: str,
        given: QueryDict,
        *,
        known: Opinion | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        self.survey, self.language, self.known, self.ends_at = survey, language, known, ends_at
        self.wrong: dict[str, str] = {}
        before = known.answers if known else {}
        self.given: dict[str, Any] = {
            each.key: _sent(each, given) if each.key in given or "sent" in given else before.get(each.key)
            for each in survey.asks
        }
        self.sent_once = given.get("once", "")[:64]
        self.may_quote = "may_quote" in given if "sent" in given else bool(known and known.may_quote)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be answered here any more."""
        until = self.known.may_change_until if self.known else self.ends_at
        is_late = until is not None and until < timezone.now()
        return is_late or not self.survey.is_on

    @property
    def once(self) -> str:
        """What names the answer of whoever was not asked: sent twice, it is one."""
        kept = self.known.key if self.known else None
        return (kept or "").removeprefix("once:") or self.sent_once or new_once()

    @property
    def title(self) -> str:
        return self.survey.says("subject", self.language) or self.survey.name

    @property
    def intro(self) -> str:
        return self.survey.says("intro", self.language)

    @property
    def thanks(self) -> str:
        return self.survey.says("thanks", self.language) or _("Thank you. It helps us to do better.")

    @property
    def has_comment(self) -> bool:
        return any(each.kind == "text" for each in self.survey.asks)

    def rows(self) -> Iterator[dict[str, Any]]:
        for each in self.survey.asks:
            chosen = self.given.get(each.key)
            yield {
                "key": each.key,
                "kind": each.kind,
                "words": said_in(each.words, self.language),
                "is_needed": each.is_needed,
                "only_if": each.only_if and json.dumps(each.only_if.model_dump(exclude_none=True)),
                "options": [(word, label, _is_chosen(word, chosen)) for word, label in self._options(each)],
                "least": said_in(each.at_least, self.language),
                "most": said_in(each.at_most, self.language),
                "text": chosen if each.kind == "text" and chosen else "",
                "wrong": self.wrong.get(each.key, ""),
            }

    def _options(self, question: Question) -> list[tuple[str, str]]:
        if question.kind == "scale":
            return [(str(number), str(number)) for number in range(question.least, question.most + 1)]
        return [(option.word, said_in(option.words, self.language)) for option in question.options]


def site_of(survey: Survey, language: str) -> Site:
    """The brand's name and colour around it."""
    centre = HelpCentre.objects.filter(brand=survey.brand).first()
    tongues = [Tongue(code, f"?{urlencode({'in': code})}", code == language) for code in survey.languages]
    return Site(
        name=survey.brand.name,
        home=survey.brand.website or "/help",
        language=language,
        accent=centre.accent if centre else "",
        website=survey.brand.website,
        tongues=tongues,
    )


def _sent(question: Question, given: QueryDict) -> Any:
    return given.getlist(question.key) if question.kind == "choices" else given.get(question.key, "")[:20_000]


def _is_chosen(word: str, chosen: Any) -> bool:
    return word in chosen if isinstance(chosen, list) else word == str(chosen)
