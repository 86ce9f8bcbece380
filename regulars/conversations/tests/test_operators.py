"""Operators, combined in any way, against plain sets in Python; and what is said about those that make no sense."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import regulars.conversations.search.hits as hits
from regulars.conversations import found as looking
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.found import found_by, look_for
from regulars.conversations.incoming import File
from regulars.conversations.models import Conversation, Message, SearchEntry
from regulars.conversations.queries import Choice
from regulars.conversations.search import week_of
from regulars.conversations.search.branches import MOST
from regulars.conversations.search.suggesting import suggestions
from regulars.customers.actions.save_field import save_field
from regulars.customers.finding import companies_like, matching, people_like
from regulars.customers.models import Company, CustomField
from tests.cast import letter_from, meet

ALL = {"kettle", "grinder", "refund"}
# Whatever is asked of a conversation with one message, and which of the three it is true of.
TRUE_OF = {
    "kettle": {"kettle"},
    "hop": set(),
    '"order 8841"': {"grinder"},
    '"8841 order"': set(),
    "from:ada": {"kettle"},
    "from:post.example": {"grinder"},
    "to:hello@coffee.example": ALL,
    "to:ada": set(),
    "subject:leaks": {"kettle"},
    "subject:whistles": set(),
    "filename:photo": {"kettle"},
    "has:attachment": {"kettle"},
    "tag:vip": {"kettle", "refund"},
    'tag:"two words"': {"refund"},
    "tag:none": {"grinder"},
    "is:open": {"kettle", "refund"},
    "is:resolved": {"grinder"},
    "is:snoozed": set(),
    "is:unread": ALL,
    "is:unassigned": {"grinder", "refund"},
    "is:waiting": {"kettle", "refund"},
    "assignee:me": {"kettle"},
    "assignee:noor": {"kettle"},
    "assignee:none": {"grinder", "refund"},
    "team:beans": {"refund"},
    "in:hello": ALL,
    "priority:high": {"refund"},
    "status:resolved": {"grinder"},
    "channel:email": ALL,
    'customer:"Aad Moreu"': {"kettle"},
    "company:cafe": {"grinder"},
    "#8841": {"grinder"},
    "before:today": {"grinder"},
    "older:7d": {"grinder"},
    "newer:7d": {"kettle", "refund"},
    "after:2020": ALL,
    "on:today": {"kettle", "refund"},
}


@pytest.fixture
def world(ada, ben, chiara, noor, beans):
    """Three conversations of one letter each."""
    photo = File(name="photo.jpg", content=b"x", content_type="image/jpeg")
    letters = {
        "kettle": letter_from(ada, "The kettle whistles.", subject="It leaks", files=(photo,)),
        "grinder": letter_from(ben, "A grinder, order 8841."),
        "refund": letter_from(chiara, "Rimborso, per favore. 返金をお願いします。"),
    }
    made = {name: letter.conversation for name, letter in letters.items()}
    ben.company = Company.objects.create(name="Café Sommer")
    ben.save()
    for name, word in (("kettle", "vip"), ("refund", "vip"), ("refund", "two words")):
        tag(made[name], tag=word, by=noor)
    assign(made["kettle"], agent=noor, by=noor)
    assign(made["refund"], team=beans, by=noor)
    set_priority(made["refund"], priority="high", by=noor)
    resolve(made["grinder"], by=noor)
    long_ago = timezone.now() - timedelta(days=20)
    Conversation.objects.filter(pk=made["grinder"].pk).update(last_activity_at=long_ago)
    SearchEntry.objects.filter(conversation=made["grinder"]).update(at=long_ago, week=week_of(long_ago))
    return {conversation.pk: name for name, conversation in made.items()}


def names(world, text, agent, **more):
    return [world[row.pk] for row in found_by(text, Choice(), agent=agent, **more).rows]


def test_each_operator_finds_what_it_is_true_of(world, noor):
    asked = {text: set(names(world, text, noor)) for text in TRUE_OF}
    assert asked == TRUE_OF
    assert not [problem for text in TRUE_OF for problem in look_for(text, agent=noor).problems]


def trees(atoms):
    return st.recursive(
        st.sampled_from(sorted(atoms)).map(lambda text: (text, atoms[text])),
        lambda each: (
            st.tuples(st.sampled_from(["and", "or"]), st.lists(each, min_size=2, max_size=3)).map(_joined)
            | each.map(lambda one: (f"-({one[0]})", ALL - one[1]))
        ),
        max_leaves=6,
    )


def _joined(how_and_parts):
    how, parts = how_and_parts
    if how == "and":
        return "(" + " ".join(text for text, _true in parts) + ")", set.intersection(*(true for _text, true in parts))
    return "(" + " OR ".join(text for text, _true in parts) + ")", set.union(*(true for _text, true in parts))


@pytest.mark.parametrize("few", [0, 500])
def test_operators_and_words_combine_like_sets(world, noor, monkeypatch, few):
    monkeypatch.setattr(hits, "FEW", few)
    monkeypatch.setattr(hits, "MANY", few)

    @given(trees(TRUE_OF))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
    def combined(tree):
        text, true_of = tree
        if not look_for(text, agent=noor).problems:  # more alternatives than are looked for
            assert set(names(world, text, noor)) == true_of

    combined()


@pytest.mark.parametrize("text", ["tag:vip", "kettle OR rimborso", "kettle OR team:beans", "is:open", "-is:resolved"])
def test_pages_of_any_kind_follow_each_other(world, noor, text):
    first = found_by(text, Choice(), agent=noor, limit=1)
    second = found_by(text, Choice(), agent=noor, limit=1, after=first.behind)
    assert [world[row.pk] for row in (*first.rows, *second.rows)] == ["refund", "kettle"]


def test_a_list_of_numbers_is_too_many_alternatives_and_no_more(noor):
    sought = look_for(" ".join(f"#{number}" for number in range(40)), agent=noor)
    assert len(sought.branches) == MOST and sought.problems


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("text", ["kettle OR tag:vip", "tag:vip", "is:open OR siphon"])
def test_many_pages_show_each_once(ada, noor, monkeypatch, text, at_once):
    if not at_once:
        monkeypatch.setattr(looking, "_within", lambda _seconds, _ask: None)
        monkeypatch.setattr(looking, "SLICE", 3)
    made = [letter_from(ada, "A kettle" if number % 2 else "A grinder").conversation for number in range(7)]
    for conversation in made:
        tag(conversation, tag="vip", by=noor)
    seen, behind = [], None
    while not seen or behind:
        rows, behind = found_by(text, Choice(), agent=noor, limit=2, after=behind)
        seen += [row.pk for row in rows]
    assert seen == [conversation.pk for conversation in reversed(made)]


def test_what_has_no_index_is_looked_through_in_slices_and_goes_on_where_patience_ended(world, noor, monkeypatch):
    monkeypatch.setattr(looking, "_within", lambda _seconds, _ask: None)
    monkeypatch.setattr(looking, "SLICE", 0)
    monkeypatch.setattr(looking, "PATIENCE", -1.0)
    seen, behind = [], None
    for _page in range(5):
        page = found_by("priority:high OR is:resolved", Choice(), agent=noor, after=behind)
        seen, behind = [*seen, *(world[row.pk] for row in page.rows)], page.behind
        if behind is None:
            break
    assert seen == ["refund", "grinder"] and _page >= 1


@pytest.mark.parametrize(
    ("text", "said", "still"),
    [
        ("frmo:ada kettle", "There is no “frmo:”; did you mean “from:”?", {"kettle"}),
        ("team:baens kettle", "team: There is no “baens”; did you mean “Beans & orders”?", {"kettle"}),
        ("is:opne kettle", "is: There is no “opne”; did you mean “open”?", {"kettle"}),
        ("before:soon kettle", "before: “soon” is no day", {"kettle"}),
        ("before:2026-02-30 kettle", "before: “2026-02-30” is no day", {"kettle"}),
        ("older:long kettle", "older: “long” is no length of time", {"kettle"}),
        ("customer:Zebedee kettle", "customer: We know nobody called “Zebedee”.", {"kettle"}),
        ("number:1x kettle", "number: A number has digits alone", {"kettle"}),
        ("from: kettle", "“from:” wants a value right behind it", {"kettle"}),
    ],
)
def test_what_makes_no_sense_is_said_and_the_rest_is_searched(world, noor, text, said, still):
    assert look_for(text, agent=noor).problems[0].startswith(said)
    assert set(names(world, text, noor)) == still


OWN = {
    "field.colour:RED": {"kettle"},
    "field.conversation.colour:red": {"kettle"},
    "field.customer.colour:red": {"refund"},
    "field.colour:none": {"grinder", "refund"},
    "-field.colour:red": {"grinder", "refund"},
    "field.weight:12.5": {"kettle"},
    "Field.weight:>12": {"kettle", "grinder"},
    "field.weight:<=12.5": {"kettle"},
    "field.weight:12..13": {"kettle"},
    "field.harvest:2026-05": {"kettle"},
    "field.harvest:>2026-05": {"grinder"},
    "field.harvest:2026-05..2026": {"kettle", "grinder"},
    "field.gift:yes": {"kettle"},
    'field.size:"Extra large"': {"kettle"},
    "field.company.city:bern": {"grinder"},
    "field.harvest:none kettle": set(),
}


@pytest.fixture
def own_fields(world, ben, chiara, grace):
    """The house's own fields, with values in some of the conversations."""
    sizes = [{"word": "xl", "label": "Extra large"}, {"word": "s", "label": "Small"}]
    kinds = {"colour": "text", "weight": "number", "harvest": "day", "gift": "boolean", "size": "choice"}
    for key, kind in kinds.items():
        choices = sizes if kind == "choice" else []
        save_field(CustomField(about="conversation", key=key, label=key.title(), kind=kind, choices=choices), by=grace)
    save_field(CustomField(about="customer", key="colour", label="Their colour", kind="text"), by=grace)
    save_field(CustomField(about="company", key="city", label="City", kind="text"), by=grace)
    by_name = {name: pk for pk, name in world.items()}
    kettle = {"colour": "dark red", "weight": 12.5, "harvest": "2026-05-14", "gift": True, "size": "xl"}
    Conversation.objects.filter(pk=by_name["kettle"]).update(values=kettle)
    Conversation.objects.filter(pk=by_name["grinder"]).update(values={"weight": 13.5, "harvest": "2026-11-01"})
    type(chiara).objects.filter(pk=chiara.pk).update(attributes={"colour": "red"})
    Company.objects.filter(pk=ben.company_id).update(attributes={"city": "Bern"})
    return world


def test_fields_of_the_house_are_asked_by_their_keys(own_fields, noor):
    assert {text: set(names(own_fields, text, noor)) for text in OWN} == OWN
    assert not [problem for text in OWN for problem in look_for(text, agent=noor).problems]
    wrong = {"field.color:red": "“field.colour:”", "field.size:XXL": "There is", "field.weight:heavy": "write a number"}
    for text, said in wrong.items():
        assert said in look_for(text, agent=noor).problems[0]
    begun = [each.label for each in suggestions("kettle field.c", agent=noor)]
    assert begun == ["field.colour:", "field.city:", "field.customer.colour:"]
    assert [each.text for each in suggestions("-field.size:ext", agent=noor)] == ['-field.size:"Extra large" ']


def test_a_colon_that_somebody_wrote_is_no_operator(ada, noor):
    letter = letter_from(ada, "Error: kettle at 12:30, see https://kettle.example/x")
    for text in ("Error:kettle", "12:30", "https://kettle.example/x"):
        found = look_for(text, agent=noor)
        assert not found.problems
        assert [row.pk for row in found_by(found, Choice(), agent=noor).rows] == [letter.conversation_id]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("返金", True), ("返金を", True), ("お願", True), ("金", True), ("願金", False), ("ます", True)],
)
def test_words_of_languages_without_spaces_are_found_in_the_middle(world, noor, text, is_found):
    assert names(world, text, noor) == (["refund"] if is_found else [])


@pytest.mark.parametrize("text", ["Jonh Smiht", "smith john", "JÓHN SMITH", "Smiht", "john@smith"])
def test_a_name_is_found_though_it_is_misspelled(ada, noor, text):
    john = meet("John Smith", "john@smith.example")
    meet("Joan Snow", "joan@snow.example")
    letter = letter_from(john, "Hello")
    assert people_like(text) == [john]
    assert [row.pk for row in found_by(text, Choice(), agent=noor).rows] == [letter.conversation_id]
    assert [row.pk for row in found_by(f'from:"{text}"', Choice(), agent=noor).rows] == [letter.conversation_id]


def test_people_are_found_by_all_words_in_any_of_their_places(ada, ben):
    ada.company = Company.objects.create(name="Müller & Söhne")
    ada.save()
    assert list(matching("muller sohne")) == [ada] and list(matching("moreau ada")) == [ada]
    assert not matching("moreau okafor").exists()
    assert [company.name for company in companies_like("Mueler")] == ["Müller & Söhne"]


def test_the_best_come_first_when_that_is_asked(ada, ben, noor):
    best = letter_from(ada, "It leaks. The kettle!", subject="Kettle")
    letter_from(ben, "Hello, " + "and so on " * 200 + "a kettle too")
    rows = found_by("kettle", Choice(), agent=noor, is_best=True).rows
    assert rows[0].pk == best.conversation_id and len(rows) == 2


def test_each_row_knows_the_message_that_was_hit(world, noor):
    (row,) = found_by("whistles", Choice(), agent=noor).rows
    assert Message.objects.get(pk=row.hit.message_id).text == "The kettle whistles."
