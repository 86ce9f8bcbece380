"""What the assistant says around an answer, in the customer's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.assistant.acting import PERSON, SOLVED
from regulars.assistant.making import Made, links_of
from regulars.assistant.models import Answer
from regulars.assistant.models.answer import QUOTE, RECORDS

Because = Answer.Because
REDEEM = "redeem"  # begins the choice of a reward


def with_sources(answer: Made, *, language: str) -> tuple[str, dict[str, Any]]:
    """The words as every channel can carry them, and beside them what a chat shows better: sources, and choices."""
    with translation.override(spoken(language)):
        words = answer.text
        if answer.made_by == QUOTE:
            words = _("I found this in our help articles:") + "\n\n" + readable(answer.text)
        sources = links_of(answer.evidence)
        links = "\n".join(f"{each['title']}: {each['address']}" for each in sources)
        is_step = answer.made_by == RECORDS and not sources  # they are asked for something
        choices = [*answer.choices] + ([] if is_step else [{"key": SOLVED, "label": _("That solved it")}])
        choices.append({"key": PERSON, "label": _("Talk to a person")})
        if not sources:
            return words, {"words": words, "sources": [], "choices": choices}
        return f"{words}\n\n{_('Source:')}\n{links}", {"words": words, "sources": sources, "choices": choices}


def readable(text: str) -> str:
    """The rows of a table as words: no channel lines up its columns."""
    return "\n".join(" · ".join(filter(None, map(str.strip, line.split("\t")))) for line in text.split("\n"))


def on_handing_over(because: str, *, language: str) -> str:
    """What the customer is told; nothing when they need not know."""
    with translation.override(spoken(language)):
        return {
            Because.UNSURE: _(
                "I found nothing about that in our articles that I am sure of. A person will answer you here."
            ),
            Because.NO_WORDS: _("A person will look at this and answer you here."),
            Because.ASKED: _(
                "A person will answer you here. They see what you have written, so you need not begin again."
            ),
            Because.LATE: _("That takes me too long. A person will answer you here."),
            Because.STOPPED: _("A person will answer you here."),
        }.get(Because(because), "")


def on_solving(*, language: str) -> str:
    with translation.override(spoken(language)):
        return _("Glad that it helped. Write here whenever there is something else.")


def summary(answers: list[Answer], *, because: str) -> str:
    """For the team: what was asked, what was shown, and why a person is needed now. In the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("The assistant hands over: %s.") % Because(because).label]
        for each in answers:
            lines.append("\n" + _("Asked: %s") % each.question[:500])
            shown = [
                f"{found['title']} ({round(found['score'] * 100)} %)\n{found['address']}" for found in each.evidence
            ]
            lines += [
                (_("Shown: %s") if each.text else _("Nearest, and not shown: %s")) % one for one in dict.fromkeys(shown)
            ]
            if not shown:
                lines.append(_("Nothing was found."))
        return "\n".join(lines)


def spoken(language: str) -> str:
    """The language of ours that is meant."""
    try:
        return translation.get_supported_language_variant(language.lower())
    except LookupError:
        return settings.LANGUAGE_CODE
