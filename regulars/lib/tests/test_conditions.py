"""What conditions say and refuse, without any database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from regulars.lib.conditions import Choice, Field, check, describe, facts, fields_used, say, table
from regulars.lib.spans import LONGEST, said_span, span

TIERS = (Choice("silver", "Silver", 1), Choice("gold", "Gold", 2))
FIELDS = table(
    Field("tier", "tier", "level", "tier", choices=TIERS),
    Field("waiting since", "waiting since", "moment", "waiting_since", lasting="waiting for"),
    Field("tags", "tags", "text", "tags", is_array=True, written=str.lower),
    Field("is kind", "is kind", "boolean", "is_kind"),
    Field("name", "name", "text", "name"),
    Field("birthday", "birthday", "day", "birthday"),
    Field("agent", "agent", "reference", "agent", offers=lambda asker: [(3, "Noor")], may_be_me=True),
    Field("attributes.*", "attribute", "anything", "attributes"),
)
GOLD = {"field": "tier", "is": "gold"}
LONG_WAIT = {"field": "waiting since", "more than … ago": "30 min"}


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"all": [GOLD, LONG_WAIT]}, "tier is Gold and waiting for more than 30 minutes"),
        (
            {"any": [{"all": [GOLD, LONG_WAIT]}, {"field": "is kind", "is": True}]},
            "(tier is Gold and waiting for more than 30 minutes) or is kind",
        ),
        (
            {"none": [GOLD, {"field": "tags", "has all of": ["VIP", "new"]}]},
            "none of (tier is Gold or tags has all of “VIP” and “new”)",
        ),
        ({"not": {"field": "agent", "is one of": [3, "me", 9]}}, "not: agent is Noor or me or #9"),
        ({"field": "birthday", "between": ["yesterday", "2026-05-14"]}, "birthday is between yesterday and 2026-05-14"),
        ({"field": "attributes.plan", "is missing": True}, "plan is missing"),
        ({"field": "is kind", "is not": True}, "not: is kind"),
        ({"all": []}, "everything"),
        ({"any": []}, "nothing"),
        ({"none": []}, "everything"),
    ],
)
def test_a_condition_is_said_in_plain_words(tree, words):
    check(tree, FIELDS, asker=object()) if "9" not in str(tree) else None
    assert say(tree, FIELDS) == words


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"all": [GOLD, {"field": "teir", "is": "gold"}]}, "all.2: 'teir' is not a field here; did you mean 'tier'?"),
        ({"not": {"any": [{"field": "tier", "si": "gold"}]}}, "not.any.1: 'si' is not an operator; did you mean 'is'?"),
        ({"field": "tier", "is": "tin"}, "tier: choose one of: silver, gold"),
        ({"field": "tier", "is": 2}, "tier: choose one of"),
        ({"field": "tier", "contains": "g"}, "“contains” cannot be asked of “tier”; it has: is, is not"),
        ({"field": "tier"}, "beside “field” stands exactly one operator"),
        ({"field": "tier", "is": "gold", "is not": "silver"}, "exactly one operator"),
        ({"field": ["tier"], "is": "gold"}, "a field is named by its name"),
        ({"field": "is kind", "is": 1}, "choose true or false"),
        ({"field": "is kind", "is known": False}, "write true"),
        ({"field": "name", "is": " "}, "a text of 1 to 500"),
        ({"field": "name", "is": "a\x00"}, "cannot be kept"),
        ({"field": "name", "is one of": []}, "a list of 1 to 100"),
        ({"field": "waiting since", "more than … ago": "soon"}, "a length of time"),
        ({"field": "waiting since", "before": "2026-02-30T10:00"}, "there is no such day"),
        ({"field": "birthday", "on": "2026-02-30"}, "there is no such day"),
        ({"field": "birthday", "in the next …": "30 minutes"}, "write whole days"),
        ({"field": "attributes.n", "between": [5, 1]}, "the first is the smaller one"),
        ({"field": "attributes.n", "more than": float("nan")}, "write a number"),
        ({"field": "attributes.n", "after": []}, "write a day"),
        ({"field": "attributes.n", "is": ["a"]}, "a text of 1 to 500"),
        ({"field": "attributes.*", "is": "gold"}, "is not a field here"),
        ({"field": "agent", "is": "me"}, "nobody asks"),
        ({"all": GOLD}, "“all” has a list"),
        ({"all": [], "any": []}, "a group has exactly one of"),
        ({}, "a group has exactly one of"),
        ([GOLD], "a condition is an object"),
        ({"any": [GOLD] * 200}, "more than 200"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tree, words):
    with pytest.raises(ValidationError) as refused:
        check(tree, FIELDS)
    assert words in refused.value.message_dict["conditions"][0]


def test_groups_stand_within_each_other_only_so_deep():
    tree = GOLD
    for _ in range(8):
        tree = {"not": tree}
    check(tree, FIELDS)
    for _ in range(5000):
        tree = {"not": tree}
    with pytest.raises(ValidationError, match="at most 8 deep"):
        check(tree, FIELDS)


def test_the_fields_that_are_used_are_known():
    assert fields_used({"all": [GOLD, {"not": {"field": "attributes.plan", "is": 3}}]}, FIELDS) == {
        "tier",
        "attributes.plan",
    }


def test_an_editor_is_told_everything_it_needs():
    told = describe(FIELDS, asker=object())
    tier, agent = told["fields"][0], told["fields"][6]
    assert tier["choices"] == [{"value": "silver", "label": "Silver"}, {"value": "gold", "label": "Gold"}]
    assert "at least" in tier["operators"] and "contains" not in tier["operators"]
    assert agent["choices"] == [{"value": "me", "label": "me"}, {"value": 3, "label": "Noor"}]
    assert told["operators"]["more than … ago"] == {"label": "more than … ago", "takes": "span"}


class Happened:
    message: int
    channel: str
    is_automatic: bool | None
    recipients: list[str]


def test_the_facts_of_an_event_are_fields():
    kinds = {name: field.kind for name, field in facts(Happened).items()}
    assert kinds == {"event.message": "number", "event.channel": "text", "event.is_automatic": "boolean"}


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("30 minutes", 30),
        ("4 h", 240),
        ("3 days", 4320),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1w", 10080),
        (" 90 S ", 1.5),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(written, minutes):
    assert span(written) == timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "0 min", "soon", "5", "5 m", "-3 h", "99999999 w", "3 days ago", "１ h"])
def test_what_is_no_length_of_time_is_refused(written):
    with pytest.raises(ValueError, match="length of time"):
        span(written)


@given(st.integers(1, LONGEST // timedelta(seconds=1)).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_length_of_time_is_said_as_it_can_be_read(length):
    assert span(said_span(length)) == length
