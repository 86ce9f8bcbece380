"""Every text has a translation in every language, what is compiled is what is written, and pages can be read from both sides."""

import re
from functools import cache

import pytest
from django.conf import settings

from regulars.config import messages
from regulars.ui import icons
from regulars.ui.icons import icon

KNOWN = messages.languages()
gathered = cache(messages.brought_up_to_date)


def test_each_language_but_the_first_has_a_catalogue() -> None:
    assert ["en", *KNOWN] == ["en", *sorted(code for code, _name in settings.LANGUAGES if code != "en")]


@pytest.mark.parametrize("language", KNOWN)
def test_every_text_is_translated_and_keeps_its_places(language: str) -> None:
    assert messages.wrong(gathered(language)) == []


@pytest.mark.parametrize("language", KNOWN)
def test_the_catalogue_holds_the_texts_of_the_source_and_guesses_none(language: str) -> None:
    kept = messages.catalogue(language)
    assert {(each.id, each.context) for each in kept} == {(each.id, each.context) for each in gathered(language)}
    assert not [each.id for each in kept if each.id and each.fuzzy]


@pytest.mark.parametrize("language", KNOWN)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = (messages.LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()
    assert compiled == messages.compiled(messages.catalogue(language)), "python -m regulars.config.messages"


SIDES = re.compile(
    r"(?<![-\w])(left|right)\s*:|(margin|padding|border|inset-inline)-(left|right)\b|(text-align|float|clear)\s*:\s*(left|right)"
    r"|-(top|bottom)-(left|right)-radius"
)


def test_pages_are_laid_out_by_start_and_end_for_whoever_reads_from_the_right() -> None:
    styles = [*messages.PACKAGE.rglob("assets/**/*.css"), *messages.PACKAGE.rglob("pages/**/*.html")]
    found = [
        f"{path.name}: {match.group()}"
        for path in styles
        if path.name != "letter.css"  # what others wrote, in their own frame
        for match in SIDES.finditer(path.read_text())
    ]
    assert found == []


def test_arrows_that_point_along_the_line_turn_with_it() -> None:
    assert 'class="icon small turns"' in icon("back", "small") and "turns" not in icon("clock")
    assert set(icons.names()) >= icons.TURNS
