"""Random conditions over random conversations: the database, one by one and all at once, and a plain evaluation in Python agree."""

import json
import random
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations.events import PrioritySet
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation
from regulars.customers.actions.save_company import save_company
from regulars.customers.actor import Actor
from regulars.customers.models import Company, Customer, CustomField, Identity, TimelineEvent
from regulars.lib.conditions import bound, check, describe, explain, facts, fields_used, holds, matching, say
from regulars.lib.conditions.fields import found
from regulars.lib.conditions.operators import operators_of
from regulars.team.models import Team
from tests.cast import a_conversation, the_inbox

NOW = datetime(2026, 3, 29, 10, 30, tzinfo=UTC)  # the day on which the clocks of Paris go forward
PARIS = ZoneInfo("Europe/Paris")
TEXTS = [
    "",
    "Ada Moreau",
    "ÁDA",
    "Straße",
    "STRASSE 7",
    "50 %",
    "a_b",
    "o'Neil \\",
    "{}",
    "Søren",
    "sören",
    "ΣΟΦΟΣ",
    "σοφός",
    "5",
    "true",
]
TAGS = ["vip", "refund", "50%", "o'neil"]
ATTRIBUTES = [None, "gold", "Gold", "", 5, 5.0, "5", "-2.50", 7.25, True, False, "true", [1], {"a": 1}, 10**30]
ATTRIBUTES += ["2026-03-29", "2026-03-20T10:00:00Z", "2026-02-31", "2026-13-01", "12:30", "2026-03-29x", "0000-00-00"]
SPANS = {"30 minutes": 30, "1 h 30 min": 90, "3 days": 3 * 1440, "1 week": 7 * 1440}
HOURS = [-200, -72, -71.99, -24, -12, -2, -1.5, -0.5, -0.2, 0, 0.2, 3, 40, 80]
DAYS = ["2026-03-29", "2026-03-28", "2026-03-30", "2026-03-22", "2026-04-01", "today", "yesterday", "tomorrow"]
MOMENTS = [*DAYS, "2026-03-29T08:30:00Z", "2026-03-29T10:30", "2026-03-29 03:30", "2026-03-26T12:30:00+02:00"]
FIELDS = CONVERSATION_FIELDS | bound(facts(PrioritySet), {"priority": "High", "conversation": 5, "inbox": None})
ASKABLE = [name for name, field in FIELDS.items() if not field.is_open] + [
    f"customer.attributes.{key}" for key in ("plan", "x'\"{}%", "none")
]
QUIETLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def world(noor, tomas):
    """Forty conversations of eight customers, with every kind of value there is, and none."""
    chance = random.Random(7)
    companies = [
        save_company(Company(), name=name, domains=domains, by=None)
        for name, domains in [("Straße & Co", ["acme.example"]), ("Ada", [])]
    ]
    for number in range(8):
        attributes = {key: chance.choice(ATTRIBUTES) for key in ("plan", "x'\"{}%") if chance.random() < 0.8}
        away = NOW.date() + timedelta(days=chance.choice([-7, -3, -1, 0, 1, 3])) if number % 2 else None
        customer = Customer.objects.create(
            name=chance.choice(TEXTS),
            company=chance.choice([*companies, None]),
            language=chance.choice(["", "fr", "pt-BR"]),
            attributes=attributes,
            away_until=away,
            created_at=some_time(chance),
        )
        for each in range(number % 3):
            Identity.objects.create(
                customer=customer, kind="email", value=f"{chance.choice(['ada', 'bob'])}{number}{each}@acme.example"
            )
    for number in range(40):
        conversation = Conversation.objects.create(
            inbox=the_inbox(chance.choice(["Hello", "Help"])),
            customer=chance.choice(Customer.objects.order_by("pk")),
            channel=chance.choice(["email", "chat"]),
            subject=chance.choice(TEXTS),
            status=chance.choice(["open", "resolved"]),
            priority=chance.choice([-1, 0, 1, 2]),
            assignee=chance.choice([noor, tomas, None]),
            tags=chance.sample(TAGS, chance.randint(0, 3)),
            last_position=chance.randint(0, 5),
            is_ours_last=chance.random() < 0.5,
            waiting_since=chance.choice([some_time(chance), None]),
            replied_at=chance.choice([some_time(chance), None]),
            last_activity_at=some_time(chance),
        )
        if number % 4 == 0:
            TimelineEvent.objects.create(
                customer=conversation.customer,
                kind="conversation.reopened",
                about=f"conversation:{conversation.pk}",
                by=Actor.of(noor),
            )
    return {row.pk: facts_of(row) for row in Conversation.objects.select_related("customer__company")}


def some_time(chance):
    return NOW + timedelta(hours=chance.choice(HOURS))


def facts_of(row):
    """What a conversation has, as plain Python: None is missing."""
    customer, company = row.customer, row.customer.company
    emails = list(customer.identities.filter(kind="email").values_list("value", flat=True))
    told = {
        "number": row.pk, "subject": row.subject or None, "status": row.status, "inbox": row.inbox_id, "assignee": row.assignee_id, "team": row.team_id,
        "priority": row.priority, "has assignee": row.assignee_id is not None, "tags": row.tags, "channel": row.channel, "created": row.created_at,
        "last activity": row.last_activity_at, "is waiting": row.waiting_since is not None, "waiting since": row.waiting_since, "first reply": row.replied_at,
        "resolved": row.resolved_at, "last message by": row.is_ours_last, "messages": row.last_position, "not delivered": row.undelivered_at is not None, "due": row.due_at, "promise broken": False,
        "status name": row.named_status_id, "snoozed until": row.snoozed_until, "checklist open": row.checklist_open,
        "asked elsewhere": row.side_count, "links": row.link_count, "topic": row.topic_id, "team level": row.team and row.team.level,
        "solved by": row.solved_by, "with assistant": row.assistant_until is not None,
        "was reopened": TimelineEvent.objects.filter(about=f"conversation:{row.pk}", kind="conversation.reopened").exists(),
        "customer.name": customer.name or None, "customer.email": emails, "customer.phone": [], "customer.external id": [],
        "customer.company": customer.company_id, "customer.company name": company and company.name, "customer.company domain": [each.domain for each in company.domains.all()] if company else [],
        "customer.marketing mail": "unknown",
        "customer.orders": 0, "customer.spent": 0, "customer.first order": None, "customer.last order": None, "customer.has open order": False,
        "customer.has open return": False, "customer.bought product": [], "customer.bought sku": [], "customer.bought category": [],
        "customer.friends": 0, "customer.was sent by a friend": False, "customer.is member": False, "customer.points": 0, "customer.tier": [], "customer.benefit": [],
        "customer.conversations": (theirs := Conversation.objects.filter(customer=customer, merged_into=None, side_of=None)).count(),
        "customer.last conversation": max((each.last_activity_at for each in theirs), default=None),
        "customer.has open conversation": theirs.open().exists(), "customer.waits for answer": theirs.exclude(waiting_since=None).exists(),
        "customer.segments": [], **{f"customer.rfm.{name}": None for name in ("recency", "frequency", "money", "group")},
        "customer.visits": 0, **{f"customer.{name}": None for name in ("last visit", "browsed", "cart left")},
        "customer.looked at category": [], "customer.looked at product": [],
        "customer.last nps": None, "customer.last csat": None, "customer.last ces": None, "customer.nps group": None, "customer.asked for opinion": None,
        "customer.gave opinion": None, "customer.open case": False, "opinion": None, "opinion words": None, "opinion is low": False,
        "customer.is held out": False, "customer.experiment": [], "customer.expected orders": None, "customer.expected spend": None,
        "customer.lifetime value": None, "customer.likely to leave": None, "customer.next order": None,
        "customer.language": customer.language or None, "customer.time zone": customer.time_zone or None, "customer.away until": customer.away_until,
        **{f"visitor.{name}": [] for name in ("page", "page title", "referrer", "language", "time zone")},
        "customer.created": customer.created_at, "event.priority": "High", "event.conversation": 5, "event.inbox": None, "event.before": None,
    }  # fmt: skip
    return told | {f"customer.attributes.{key}": customer.attributes.get(key) for key in ("plan", "x'\"{}%", "none")}


# ---------------------------------------------------------------- the plain evaluation, which knows nothing of the compiler

OPPOSITES = {
    "is not": "is",
    "is none of": "is one of",
    "does not contain": "contains",
    "is missing": "is known",
    "has none of": "has any of",
}
PRIORITIES = {"low": -1, "normal": 0, "high": 1, "urgent": 2}
NUMBERED = {
    "more than": lambda a, b: a > b,
    "at least": lambda a, b: a >= b,
    "less than": lambda a, b: a < b,
    "at most": lambda a, b: a <= b,
}
IN_SMALL = {"tags", "channel", "customer.email", "customer.company domain", "customer.bought category"}
EXACT = IN_SMALL | {"customer.phone", "customer.external id"}


def fold(text):
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not "\u0300" <= letter <= "\u036f")
    return "".join(letter.lower() for letter in plain).translate(str.maketrans("øłđħıς", "oldhiσ")).replace("ß", "ss")


def evaluated(tree, row):
    if "field" in tree:
        ((operator, value),) = ((key, value) for key, value in tree.items() if key != "field")
        if operator in OPPOSITES:
            return not leaf_holds(tree["field"], OPPOSITES[operator], value, row)
        return leaf_holds(tree["field"], operator, value, row)
    ((word, parts),) = tree.items()
    truths = [evaluated(part, row) for part in (parts if isinstance(parts, list) else [parts])]
    return {"all": all(truths), "any": any(truths), "none": not any(truths), "not": not truths[0] if truths else None}[
        word
    ]


def leaf_holds(name, operator, value, row):
    actual = row[name]
    if operator == "is known":
        return actual not in (None, [], "") if not isinstance(actual, list) or "attributes" not in name else True
    items = actual if isinstance(actual, list) and "attributes" not in name else [actual]
    if operator == "has all of":
        return all(leaf_holds(name, "is", each, row) for each in value)
    operator = {"has": "is", "has any of": "is one of"}.get(operator, operator)
    return any(item_holds(name, operator, value, item) for item in items)


def item_holds(name, operator, value, item):
    if operator == "is one of":
        return (
            any(item_holds(name, "is", each, item) for each in value)
            if "attributes" not in name
            else typed_among(value, item)
        )
    if operator in SPAN_OR_DAY or (operator == "between" and isinstance(value[0], str)):
        return when_holds(operator, value, as_time(item) if "attributes" in name else item)
    if item is None or item == "":
        return False
    if name == "priority":
        item, value = item, PRIORITIES[value]
    if name == "last message by":
        value = value == "us"
    if operator == "between":
        return (number := as_number(item)) is not None and value[0] <= number <= value[1]
    if operator in NUMBERED:
        return (number := as_number(item)) is not None and NUMBERED[operator](number, value)
    return same_kind_holds(name, operator, value, item)


def typed_among(values, item):
    return any(item_holds("attributes", "is", each, item) for each in values)


def same_kind_holds(name, operator, value, item):
    if isinstance(value, bool):
        return isinstance(item, bool) and item == value
    if isinstance(value, int | float):
        return as_number(item) == value
    if isinstance(item, list | dict):
        return False
    item = json.dumps(item) if isinstance(item, bool | int | float) else item
    item, value = (
        (
            item,
            value.lower() if name in IN_SMALL else value.replace(" ", "") if name == "customer.phone" else value,
        )
        if name in EXACT
        else (fold(item), fold(value))
    )
    return {
        "is": item == value,
        "contains": value in item,
        "starts with": item.startswith(value),
        "ends with": item.endswith(value),
    }[operator]


def as_number(item):
    if isinstance(item, bool) or not isinstance(item, int | float | str):
        return None
    try:
        return float(item) if abs(float(item)) < 1e15 else None
    except ValueError:
        return None


def as_time(item):
    try:
        return date.fromisoformat(item[:10]) if item[10:11] in ("", "T", " ") else None
    except (TypeError, ValueError):
        return None


SPAN_OR_DAY = {"before", "after", "on", "more than … ago", "less than … ago", "in the next …"}


def when_holds(operator, value, item):
    if item is None:
        return False
    is_day = not isinstance(item, datetime)
    if operator.endswith(("ago", "…")):
        now = NOW.astimezone(PARIS).date() if is_day else NOW
        length = timedelta(minutes=SPANS[value])
        return {
            "more than … ago": item <= now - length,
            "less than … ago": now - length < item <= now,
            "in the next …": now <= item <= now + length,
        }[operator]
    first, last = [limits(each, is_day) for each in (value if operator == "between" else [value, value])]
    return {
        "before": item < first[0],
        "after": item >= last[1] if last[1] > first[0] else item > last[0],
        "on": within(item, first),
        "between": item >= first[0] and (item < last[1] or item == last[0] == last[1]),
    }[operator]


def limits(value, is_day):
    """From the beginning, to before the end; an instant begins and ends at once."""
    if len(value) > 10:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=PARIS),) * 2
    today = NOW.astimezone(PARIS).date()
    on = (
        today + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[value])
        if value.isalpha()
        else date.fromisoformat(value)
    )
    if is_day:
        return on, on + timedelta(days=1)
    return tuple(datetime(each.year, each.month, each.day, tzinfo=PARIS) for each in (on, on + timedelta(days=1)))


def within(item, limits):
    return limits[0] <= item < limits[1] or item == limits[0] == limits[1]


# -------------------------------------------------------------------------------------------------------- random conditions

A_TEXT = st.sampled_from([text for text in TEXTS if text] + ["a", "ss", "%", "_", "ß", "é", "gold"]) | st.text(
    "aÀßs%_'\\{}Łσς ", min_size=1, max_size=3
).filter(str.strip)
A_NUMBER = st.sampled_from([-3, -2.5, 0, 1, 2, 5, 7.25, 10**14])


def value_of(name, operator):
    field = found(FIELDS, name)
    if operator in ("is known", "is missing"):
        return st.just(True)
    if operator.endswith(("ago", "…")):
        return st.sampled_from(list(SPANS)[2:] if field.kind != "moment" else list(SPANS))
    if operator in ("before", "after", "on"):
        return st.sampled_from(MOMENTS if field.kind == "moment" else DAYS)
    if operator == "between":
        return range_of(field)
    one = single_of(field, operator)
    if field.kind == "anything" and operator.endswith(" of"):
        return st.lists(A_TEXT, min_size=1, max_size=3) | st.lists(A_NUMBER, min_size=1, max_size=3)
    return st.lists(one, min_size=1, max_size=3) if operator.endswith(" of") else one


def range_of(field):
    numbers = st.tuples(A_NUMBER, A_NUMBER).map(sorted)
    days = st.lists(st.sampled_from(MOMENTS if field.kind == "moment" else DAYS), min_size=2, max_size=2)
    return {"number": numbers, "anything": numbers | days}.get(field.kind, days)


def single_of(field, operator):
    if field.kind == "anything":
        return (
            A_NUMBER
            if operator in NUMBERED
            else A_TEXT | (A_NUMBER | st.booleans() if operator in ("is", "is not") else st.nothing())
        )
    if field.choices:
        return st.sampled_from([choice.word for choice in field.choices])
    if field.name == "tags":
        return st.sampled_from([*TAGS, "VIP", "nothing"])
    if field.name == "customer.email":
        return st.sampled_from(["ada10@acme.example", "ADA", "@acme.example", "bob", "%"])
    return {"reference": st.integers(1, 9), "number": A_NUMBER, "boolean": st.booleans(), "text": A_TEXT}[field.kind]


@st.composite
def a_leaf(draw):
    name = draw(st.sampled_from(ASKABLE))
    operator = draw(st.sampled_from(operators_of(found(FIELDS, name))))
    return {"field": name, operator: draw(value_of(name, operator))}


def a_group(parts):
    return st.dictionaries(
        st.sampled_from(["all", "any", "none"]), st.lists(parts, max_size=4), min_size=1, max_size=1
    ) | parts.map(lambda part: {"not": part})


A_TREE = st.recursive(a_leaf(), a_group, max_leaves=8)


def chosen(tree, **facts):
    return set(
        matching(Conversation.objects.all(), tree, FIELDS, now=NOW, zone=PARIS, **facts).values_list("pk", flat=True)
    )


def test_every_operator_of_every_field_means_what_it_says(world):
    @settings(QUIETLY, max_examples=3)
    @given(st.data())
    def each(data):
        for name in ASKABLE:
            for operator in operators_of(found(FIELDS, name)):
                tree = {"field": name, operator: data.draw(value_of(name, operator))}
                assert chosen(tree) == {key for key, row in world.items() if evaluated(tree, row)}, tree

    each()


def test_all_at_once_is_one_by_one_is_the_plain_meaning(world):
    one_by_one = random.Random(1)

    @QUIETLY
    @given(A_TREE)
    def each(tree):
        expected = {key for key, row in world.items() if evaluated(tree, row)}
        assert chosen(tree) == expected
        thing = Conversation(pk=one_by_one.choice(list(world)))
        assert holds(tree, thing, FIELDS, now=NOW, zone=PARIS) == (thing.pk in expected)
        explained = explain(tree, thing, FIELDS, now=NOW, zone=PARIS)
        assert explained.is_true == (thing.pk in expected) and str(explained) is not None
        assert say(tree, FIELDS)

    each()


def test_a_condition_and_its_negation_share_nothing_and_miss_nobody(world):
    everybody = set(world)

    @QUIETLY
    @given(A_TREE, A_TREE)
    def each(one, other):
        some, more = chosen(one), chosen(other)
        assert chosen({"not": one}) == everybody - some
        assert not chosen({"all": [one, {"not": one}]}) and chosen({"any": [one, {"none": [one]}]}) == everybody
        assert (
            chosen({"not": {"any": [one, other]}})
            == chosen({"all": [{"not": one}, {"not": other}]})
            == everybody - (some | more)
        )
        assert (
            chosen({"not": {"all": [one, other]}})
            == chosen({"any": [{"not": one}, {"not": other}]})
            == everybody - (some & more)
        )

    each()


ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*DAYS, *SPANS, "open", "me", "0 min", "9999999 weeks"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=5,
)
OPERATOR_NAMES = sorted({name for field in FIELDS.values() for name in operators_of(field)})
WILD_LEAF = st.builds(
    lambda name, operator, value: {"field": name, operator: value},
    st.sampled_from(ASKABLE) | ANY_JSON,
    st.sampled_from(OPERATOR_NAMES),
    ANY_JSON,
)
WILD = st.recursive(WILD_LEAF | a_leaf() | ANY_JSON, a_group, max_leaves=6)


def test_what_is_not_a_condition_is_refused_and_nothing_else_happens(world, noor):
    @settings(QUIETLY, max_examples=100)
    @given(WILD)
    def each(tree):
        try:
            check(tree, FIELDS, asker=noor)
        except ValidationError as error:
            assert error.message_dict["conditions"]
            return
        chosen(tree, asker=noor)
        assert say(tree, FIELDS) and fields_used(tree, FIELDS) is not None
        explain(tree, Conversation(pk=1), FIELDS, now=NOW, asker=noor)

    each()


# --------------------------------------------------------------------------------------------------------- what rests on it


def test_me_is_whoever_asks_and_nobody_is_nobody(ada, noor, tomas):
    mine = a_conversation(ada, assignee=noor)
    a_conversation(ada, assignee=tomas)
    tree = {"field": "assignee", "is": "me"}
    assert chosen(tree, asker=noor) == {mine.pk}
    check(tree, FIELDS, asker=noor)
    for refused in (lambda: check(tree, FIELDS), lambda: chosen(tree)):
        with pytest.raises(ValidationError, match="nobody asks"):
            refused()


def test_what_is_not_there_may_not_be_referred_to(ada, noor):
    conversation = a_conversation(ada, assignee=noor)
    check({"field": "inbox", "is": conversation.inbox_id}, FIELDS, asker=noor)
    with pytest.raises(ValidationError, match="all.1: inbox: there is no number 99999"):
        check({"all": [{"field": "inbox", "is": 99999}]}, FIELDS, asker=noor)


def test_an_explanation_says_what_is_instead_in_one_query(ada, noor, django_assert_num_queries):
    conversation = a_conversation(ada, assignee=noor)
    leaves = [
        {"field": "priority", "at least": "high"},
        {"field": "assignee", "is missing": True},
        {"field": "customer.email", "has": "ada@home.example"},
    ]
    with django_assert_num_queries(1):
        explained = explain({"all": leaves}, conversation, FIELDS, now=NOW)
    assert not explained.is_true
    assert str(explained.findings[0]) == "not: priority is at least High (it is Normal)"
    assert str(explained.findings[1]) == "not: assignee is missing (it is Noor Haddad)"
    assert str(explained) == "; ".join(str(finding) for finding in explained.findings if not finding.is_true)


def test_nothing_holds_for_what_is_no_more(db):
    gone = Conversation(pk=999_999)
    for tree in ({"all": []}, {"field": "assignee", "is missing": True}):
        assert not explain(tree, gone, FIELDS, now=NOW).is_true and not holds(tree, gone, FIELDS, now=NOW)


def test_the_facts_of_an_event_are_asked_in_the_same_query(ada):
    conversation = a_conversation(ada)
    tree = {"all": [{"field": "event.priority", "is": "high"}, {"field": "status", "is": "open"}]}
    check(tree, CONVERSATION_FIELDS | facts(PrioritySet))
    raised = bound(CONVERSATION_FIELDS | facts(PrioritySet), {"priority": "high"})
    lowered = bound(CONVERSATION_FIELDS | facts(PrioritySet), {"priority": "low"})
    assert holds(tree, conversation, raised, now=NOW) and not holds(tree, conversation, lowered, now=NOW)


READ_FROM = [
    ({"all": [{"field": "status", "is": "open"}, {"field": "assignee", "is missing": True}]}, "conv_unassigned"),
    ({"all": [{"field": "status", "is": "open"}, {"field": "has assignee", "is": False}]}, "conv_unassigned"),
    ({"none": [{"field": "status", "is not": "open"}, {"field": "assignee", "is known": True}]}, "conv_unassigned"),
    ({"all": [{"field": "status", "is": "open"}, {"field": "assignee", "is": 10**6}]}, "conv_by_agent"),
    ({"field": "status", "is": "open"}, "conv_by_status"),
    ({"field": "not delivered", "is": True}, "conv_undelivered"),
]


def test_plain_conditions_are_read_from_their_index(ada, noor):
    a_backlog(ada, noor)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")  # so few are sorted as fast as they are read in order
    for tree, index in READ_FROM:
        plan = matching(Conversation.objects.order_by("-last_activity_at", "-id"), tree, FIELDS, now=NOW)[:50].explain()
        assert index in plan and "Sort" not in plan, (tree, plan)


def a_backlog(customer, agent):
    """So many conversations that an index is worth its while: one in ten is open, one of those in five has no assignee."""
    inbox = the_inbox()
    Conversation.objects.bulk_create(
        Conversation(
            inbox=inbox,
            customer=customer,
            channel="email",
            status="resolved" if number % 10 else "open",
            assignee=None if number % 50 == 0 else agent,
            undelivered_at=None if number % 100 else NOW,
            last_activity_at=NOW - timedelta(minutes=number),
        )
        for number in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conversations_conversation")


def test_an_editor_learns_everything_in_a_few_questions(ada, noor, django_assert_max_num_queries):
    team = Team.objects.create(name="Roastery")
    for key in ("born", "joined"):
        CustomField.objects.create(about="customer", key=key, label=key.title(), kind="day")
    with django_assert_max_num_queries(6):
        told = {each["name"]: each for each in describe(CONVERSATION_FIELDS, asker=noor)["fields"]}
    assert told["team"]["choices"] == [{"value": team.pk, "label": "Roastery"}] and told["topic"]["choices"] == []
    assert told["assignee"]["choices"][0]["value"] == "me" and told["customer.next.joined"]["kind"] == "day"
