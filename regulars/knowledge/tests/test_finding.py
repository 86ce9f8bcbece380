from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.customers.models import Customer
from regulars.knowledge import embedding
from regulars.knowledge.actions.make_meanings import make_meanings
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.retire import retire
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.finding import find
from regulars.knowledge.looking import look
from regulars.knowledge.models import Article, HelpCentre, Synonyms
from regulars.knowledge.places import Place
from regulars.knowledge.quoting import quote
from regulars.knowledge.structured import questions
from regulars.team.models import Agent

Known = Callable[..., Article]


@pytest.fixture
def know(centre: HelpCentre, grace: Agent) -> Known:
    def written(title: str, text: str, *, language: str = "en", **facts: Any) -> Article:
        article = save_article(None, centre=centre, facts=facts, by=grace)
        publish(write(article, language=language, title=title, html=f"<p>{escape(text)}</p>", by=grace), by=grace)
        return article

    return written


@pytest.fixture
def by_words(settings: Any) -> Iterator[None]:
    """No model is there."""
    settings.EMBEDDINGS = {}
    embedding.embedder.cache_clear()
    yield
    embedding.embedder.cache_clear()


@pytest.fixture
def shelf(know: Known, by_words: None) -> dict[str, Article]:
    return {
        "back": know("Returning goods", "Send unused things back within thirty days.", labels=["RMA"]),
        "wifi": know("Wi-Fi in the café", "Ask at the counter for the word of the day."),
        "post": know("Delivery times", "Parcels arrive after two days; abroad it takes a week."),
        "haus": know("Kündigung des Vertrags", "Die Frist beträgt zwei Wochen.", language="de"),
        "jp": know("商品の返品", "未使用の商品は返品できます。"),
        "us": know("Who we are", "Two friends who roast."),
        "ours": know("Returning goods for friends", "Only we know of it.", visibility="agents"),
    }


def firsts(centre: HelpCentre, *words: str, reader: Any = None, prefix: bool = False) -> list[str]:
    found = [find(each, centre=centre, language="en", reader=reader, prefix=prefix) for each in words]
    return [hits[0].translation.title if hits else "" for hits in found]


def test_words_are_found_by_their_stems_mistyped_without_accents_in_any_language(
    shelf: dict[str, Article], centre: HelpCentre
) -> None:
    assert firsts(centre, "return", "I returned my GOOD", "retruning", "rma") == ["Returning goods"] * 4
    assert firsts(centre, "wifi", "wi fi", "wi-fi", "cafe") == ["Wi-Fi in the café"] * 4
    assert firsts(centre, "kündigungen", "kundigung", "Vertrag") == ["Kündigung des Vertrags"] * 3
    assert firsts(centre, "返品したい", "who are we", "who we are?") == ["商品の返品", "Who we are", "Who we are"]
    assert firsts(centre, "zebra", "", "🙂", "42") == [""] * 4


def test_what_is_a_word_in_one_language_is_no_slip_in_another_but_may_be_in_the_readers(
    know: Known, by_words: None, centre: HelpCentre
) -> None:
    know("Your contract", "How long it runs.")
    know("Kontrakte", "Ein Wort: contrakt.", language="de")
    for language, words, many in [("en", "contract", 1), ("de", "contract", 2), ("en", "contracct", 2)]:
        assert len(find(words, centre=centre, language=language, reader=None)) == many, (language, words)


def test_the_last_word_may_be_begun(shelf: dict[str, Article], centre: HelpCentre) -> None:
    assert firsts(centre, "deli", "parcels arr", prefix=True) == ["Delivery times"] * 2
    assert firsts(centre, "deli") == [""]


def test_synonyms_lead_to_what_they_stand_for(shelf: dict[str, Article], centre: HelpCentre) -> None:
    Synonyms.objects.create(centre=centre, language="en", words=["shipment abroad", "delivery"])
    assert firsts(centre, "my shipment goes abroad") == ["Delivery times"]
    Synonyms.objects.create(centre=centre, language="en", words=["hotspot", "wi-fi"])
    assert firsts(centre, "hotspot") == ["Wi-Fi in the café"]


def test_nobody_finds_what_they_may_not_read(
    shelf: dict[str, Article], centre: HelpCentre, ada: Customer, grace: Agent
) -> None:
    def titles(reader: Any) -> list[str]:
        return [hit.translation.title for hit in find("returning goods", centre=centre, language="en", reader=reader)]

    assert titles(None) == titles(ada) == ["Returning goods"]
    assert titles(grace) == ["Returning goods", "Returning goods for friends"]
    retire(shelf["back"], by=grace)
    assert titles(None) == []


def test_words_are_marked_and_nothing_else_is_let_through(know: Known, by_words: None, centre: HelpCentre) -> None:
    know("<b>Tea</b> & kettles", "Long before. " * 40 + "The <script>kettle</script> sings.")
    (hit,) = find("kettle", centre=centre, language="en", reader=None)
    assert hit.marked_title == "&lt;b&gt;Tea&lt;/b&gt; &amp; <mark>kettles</mark>"
    assert "<mark>kettle</mark>" in hit.excerpt and "<script>" not in hit.excerpt and hit.excerpt.startswith("… ")


def test_a_passage_is_quoted_when_it_is_likely_to_answer_and_else_nothing(
    shelf: dict[str, Article], centre: HelpCentre
) -> None:
    said = quote("Are unused goods returned?", centre=centre, language="en", reader=None)
    assert said and said.text == "Send unused things back within thirty days." and 0.6 <= said.confidence <= 1
    assert quote("Do you repair old cars after two accidents", centre=centre, language="en", reader=None) is None


def test_a_list_of_questions_is_quoted_by_the_one_that_was_asked(
    by_words: None, centre: HelpCentre, grace: Agent
) -> None:
    html = (
        "<p>What people ask.</p><p><strong>When am I charged?</strong></p><p>On the first day.</p><p><b>May I cancel?</b><br>Each month.</p>"
        "<details><summary>Which cards do you take?</summary><p>Visa and Amex.</p></details><ol><li><p><strong>Fill</strong></p><p>the tank.</p></li></ol>"
    )
    words = publish(
        write(
            save_article(None, centre=centre, facts={}, by=grace), language="en", title="Billing", html=html, by=grace
        ),
        by=grace,
    )
    said = quote("which cards do you take", centre=centre, language="en", reader=None, least=0)
    assert (
        said is not None
        and said.text.startswith("Visa and Amex.")
        and said.hit.passage.heading == "Which cards do you take?"
    )
    assert [each.heading for each in words.passages.order_by("position")][:3] == [
        "",
        "When am I charged?",
        "May I cancel?",
    ]
    (told,) = questions(words)
    assert [each["name"] for each in told["mainEntity"]] == [
        "When am I charged?",
        "May I cancel?",
        "Which cards do you take?",
    ]


@pytest.mark.skipif(not embedding.embedder(), reason="No package with a model exists for this machine.")
def test_what_is_meant_is_found_without_the_words_and_across_languages(know: Known, centre: HelpCentre) -> None:
    know("Returning goods", "Send unused things back within thirty days and get your money again.")
    know("Opening hours", "The shop is open from eight to six.")
    know("Allergens", "Our chocolate may hold traces of nuts.")
    while make_meanings():
        pass
    assert make_meanings() == 0
    assert firsts(centre, "I do not want it any more, refund?", "Wann schließt ihr heute?") == [
        "Returning goods",
        "Opening hours",
    ]
    place = Place(centre, "en", None, False)
    assert [str(each.title) for each in look(place, "what does it cost to fly to the moon")] == []
    assert "Opening hours" in [str(each.title) for each in look(place, "until when can I come by")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_whatever_is_asked_search_answers(words: str, shelf: dict[str, Article], centre: HelpCentre) -> None:
    for prefix in (False, True):
        assert len(find(words, centre=centre, language="en", reader=None, prefix=prefix)) <= 6
