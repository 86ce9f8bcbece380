from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import regulars.conversations.search.hits as hits
from regulars.conversations.actions.note import note
from regulars.conversations.found import found_by, look_for
from regulars.conversations.incoming import File
from regulars.conversations.models import SearchEntry
from regulars.conversations.queries import Choice
from regulars.conversations.search import week_of
from regulars.conversations.search.excerpts import _Places, with_excerpts
from regulars.conversations.search.lexemes import words
from tests.cast import a_conversation, letter_from


def found(text, agent, **choice):
    return [conversation.pk for conversation in found_by(text, Choice(**choice), agent=agent)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "grinder",
        "GRINDER",
        "grin",
        "cracked hopper",
        '"cracked hopper"',
        "moreau",
        "ada@moreau.example",
        "gefruehstueckt",
        "cafe",
        "photo.jpg",
        "photo",
        "order",
        "8841",
        "kaput-nik",
    ],
)
def test_it_finds_words_names_addresses_files_and_ignores_accents(ada, noor, text):
    letter = "The grinder came with a cracked hopper. Order 8841. Café, gefruehstueckt, kaput-nik."
    conversation = letter_from(ada, letter, files=(File(name="photo.jpg", content=b"x"),)).conversation
    assert found(text, noor) == [conversation.pk]


@pytest.mark.parametrize("word", ["freshly", "demijohn", "roastery"])
def test_it_finds_what_is_said_now_what_was_quoted_and_who_signed(ada, noor, word):
    text = "Freshly ground, please.\n\nOn Monday Noor wrote:\n> A demijohn?\n\n-- \nAda, Moreau roastery\n"
    letter = letter_from(ada, text, visible_text="Freshly ground, please.")
    assert found(word, noor) == [letter.conversation_id]


@pytest.mark.parametrize(
    "text",
    [
        "kettle",
        "hopper -grinder nothing",
        '"hopper cracked"',
        "",
        "  ",
        "!!! ???",
        "'",
        "\\",
        ":*",
        "a & b",
        "\x00",
        "<->",
        "'''",
        '"',
        "(((",
    ],
)
def test_it_finds_nothing_where_there_is_nothing_and_never_fails(ada, noor, text):
    letter_from(ada, "The grinder came with a cracked hopper.")
    assert found(text, noor) == []


def test_the_number_of_a_conversation_finds_it_first(ada, noor):
    conversation = a_conversation(ada, "Hello")
    other = a_conversation(ada, f"About {conversation.pk}")
    assert found(f"#{conversation.pk}", noor) == [conversation.pk, other.pk]


def test_a_conversation_stands_where_its_newest_hit_is(ada, ben, noor):
    first = a_conversation(ada, "kettle")
    second = a_conversation(ben, "kettle")
    note(first, by=noor, text="kettle again")
    assert found("kettle", noor) == [first.pk, second.pk]


def test_it_respects_what_else_was_chosen(ada, ben, noor):
    a_conversation(ada, "kettle", resolved_by=noor)
    open_one = a_conversation(ben, "kettle")
    assert found("kettle", noor, status="open") == [open_one.pk]


def test_someone_who_left_finds_nothing(ada, noor):
    a_conversation(ada, "kettle")
    noor.is_active = False
    noor.save()
    assert found("kettle", noor) == []


@pytest.mark.parametrize(("few", "plenty"), [(0, 100), (3, 100), (3, 5), (12, 5), (12, 100), (500, 100)])
def test_pages_follow_each_other_without_doubles_however_frequent_the_word(ada, noor, monkeypatch, few, plenty):
    monkeypatch.setattr(hits, "FEW", few)
    monkeypatch.setattr(hits, "PLENTY", plenty)
    monkeypatch.setattr(hits, "NEWEST", 4)
    made = [a_conversation(ada, "kettle", "kettle too") for _ in range(12)]
    now = timezone.now()
    for age, entry in enumerate(SearchEntry.objects.order_by("-message_id")):
        at = now - timedelta(days=5 * (age // 3))  # several share a moment, and most a week apart
        SearchEntry.objects.filter(pk=entry.pk).update(at=at, week=week_of(at))
    seen, cursor = [], None
    while True:
        rows, cursor = found_by("kettle", Choice(), agent=noor, after=cursor, limit=5)
        seen += [row.pk for row in rows]
        if cursor is None:
            break
    assert seen == [conversation.pk for conversation in reversed(made)]


@given(st.text(alphabet=st.sampled_from("abkü世界ก็\x00\x01'\"\\:()|&!<-#~*1 %") | st.characters(), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_any_text_is_a_search_that_postgresql_takes(noor, text):
    found(text, noor)


@settings(max_examples=300)
@given(
    words=st.lists(st.text("abIKéısß0_-.", min_size=1, max_size=4), min_size=1, max_size=3),
    text=st.text("aAbBiIkKeEsS0_-. \n", max_size=40),
)
def test_a_text_of_plain_letters_is_marked_as_any_other_is(words, text):
    places = _Places(sorted(set(words), key=len, reverse=True))
    assert list(places(text)) == [hit.span() for hit in places._in_any.finditer(text)]


def test_what_is_found_is_marked_with_any_accent_and_where_a_word_begins(ada, noor):
    letter_from(ada, subject="Décaf?", text="I like decaf, and DÉCAF, not nodecaf")
    letter_from(ada, subject="Another", text="<b>Decaf</b> is decaffeinated & fine")
    rows = found_by("decaf", Choice(), agent=noor).rows
    with_excerpts(rows, look_for("decaf", agent=noor))
    assert [(row.marked_subject, row.excerpt) for row in rows] == [
        ("Another", "&lt;b&gt;<mark>Decaf</mark>&lt;/b&gt; is <mark>decaf</mark>feinated &amp; fine"),
        ("<mark>Décaf</mark>?", "I like <mark>decaf</mark>, and <mark>DÉCAF</mark>, not nodecaf"),
    ]


@pytest.mark.parametrize("few", [2, 200])
def test_a_page_is_the_newest_of_all_that_was_said(ada, ben, noor, monkeypatch, few):
    monkeypatch.setattr(hits, "FEW", few)
    now = timezone.now()
    for place in range(12):
        letter_from([ada, ben][place % 2], text="kettle")
    for place, entry in enumerate(SearchEntry.objects.order_by("pk")):
        at = now - timedelta(days=place * 5 % 12 * 9, microseconds=place)
        SearchEntry.objects.filter(pk=entry.pk).update(at=at, week=week_of(at))
    said = [hit.message_id for batch in hits.hits(words("kettle")) for hit in batch]
    assert said == list(SearchEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True))
