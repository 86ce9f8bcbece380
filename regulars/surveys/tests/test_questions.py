"""What is asked, and what is made of whatever is sent."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.surveys.editing import cards, questions_from
from regulars.surveys.questions import questions_of, read_answers, said_in

WHY = [{"word": "late", "words": {"en": "Late"}}, {"word": "price", "words": {"en": "Price"}}]
ASKED = [
    {"key": "score", "kind": "scale", "words": {"en": "How?"}, "least": 0, "most": 10, "is_needed": True},
    {
        "key": "why",
        "kind": "choices",
        "words": {"en": "Why?"},
        "options": WHY,
        "only_if": {"question": "score", "most": 6},
    },
    {
        "key": "how_late",
        "kind": "text",
        "words": {"en": "How late?"},
        "only_if": {"question": "why", "words": ["late"]},
    },
]
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=5,
)


def test_a_question_is_asked_only_after_its_answers():
    asks = questions_of(ASKED)
    low = {"score": "2", "why": ["late", "price"], "how_late": "A week"}
    assert read_answers(asks, low) == {"score": 2, "why": ["late", "price"], "how_late": "A week"}
    assert read_answers(asks, low | {"score": "9"}) == {"score": 9}, "what was not asked is not kept"
    assert "how_late" not in read_answers(asks, low | {"why": ["price"]})


@pytest.mark.parametrize("score", ["", "11", "-1", "nine", "3.5", None, "٣", "1e1"])
def test_an_answer_off_the_scale_is_refused_by_name(score):
    with pytest.raises(ValidationError) as refused:
        read_answers(questions_of(ASKED), {"score": score})
    assert list(refused.value.message_dict) == ["score"]


@pytest.mark.parametrize(
    "kept",
    [
        [], "no", [{"key": "A b", "kind": "text", "words": {"en": "x"}}], [ASKED[0], ASKED[0]], [ASKED[1]],
        [{"key": "x", "kind": "choice", "words": {"en": "x"}, "options": WHY[:1]}], [{"key": "x", "kind": "text", "words": {}}],
    ],
)  # fmt: skip
def test_questions_that_cannot_be_asked_are_refused(kept):
    with pytest.raises(ValidationError) as refused:
        questions_of(kept)
    assert list(refused.value.message_dict) == ["questions"]


@settings(max_examples=80)
@given(some.dictionaries(some.sampled_from(["score", "why", "how_late", "other"]), ANYTHING))
def test_whatever_is_sent_is_read_or_refused(sent):
    try:
        answers = read_answers(questions_of(ASKED), sent)
    except ValidationError as refused:
        assert set(refused.message_dict) <= {"score", "why", "how_late"}
    else:
        assert 0 <= answers["score"] <= 10 and set(answers) <= {"score", "why", "how_late"}


def test_words_are_said_in_the_nearest_language():
    words = {"en": "Hello", "de": "Hallo", "pt-BR": "Olá"}
    assert [said_in(words, each) for each in ("de-AT", "pt-br", "fi", "")] == ["Hallo", "Olá", "Hello", "Hello"]


def test_the_editor_says_what_it_was_given():
    kept = [each.model_dump(mode="json", exclude_defaults=True) for each in questions_of(ASKED)]
    sent: dict[str, str] = {}
    for card in cards(kept, ["en"]):
        name = f"q{card['number']}"
        sent |= {
            f"{name}-{key}": str(card[key.replace("-", "_")])
            for key in ("key", "kind", "least", "most", "if", "if-least", "if-most", "if-words")
        }
        sent |= {f"{name}-words-en": card["words"][0]["said"], f"{name}-options-en": card["words"][0]["options"]}
        sent |= {f"{name}-option-words": card["option_words"]} | ({f"{name}-needed": "on"} if card["is_needed"] else {})
    again = [each.model_dump(mode="json", exclude_defaults=True) for each in questions_of(questions_from(sent, ["en"]))]
    assert again == kept
