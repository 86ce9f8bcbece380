"""Two customers who are one person: what moves, what goes back, and that nobody is ever lost in between."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations.models import Conversation, Message, Participant
from regulars.customers.actions.gather_up import gather_up
from regulars.customers.actions.identify import identify
from regulars.customers.actions.merge import merge
from regulars.customers.actions.note import note
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.consents import consents_of, may
from regulars.customers.events import CustomerMerged
from regulars.customers.merging import family_of, survivor_of
from regulars.customers.models import Customer, CustomerMerge, CustomerNote, Identity, Moved, TimelineEvent
from regulars.customers.timeline import because_of
from tests.cast import a_conversation, meet

PEOPLE = ("ada", "ben", "cleo", "dana")


def everything() -> dict[str, object]:
    """All that points at a customer, and what they are themselves."""
    columns = {
        "customers": Customer.objects.order_by("pk").values_list(
            "pk", "name", "language", "time_zone", "company_id", "attributes", "merged_into"
        ),
        "identities": Identity.objects.order_by("pk").values_list("pk", "customer_id", "value", "is_primary"),
        "conversations": Conversation.objects.order_by("pk").values_list("pk", "customer_id"),
        "messages": Message.objects.order_by("pk").values_list("pk", "customer_id"),
        "participants": Participant.objects.order_by("pk").values_list("pk", "customer_id"),
        "notes": CustomerNote.objects.order_by("pk").values_list("pk", "customer_id"),
        "events": TimelineEvent.objects.exclude(kind__in=("customer.merged", "customer.unmerged"))
        .order_by("pk")
        .values_list("pk", "customer_id"),
    }
    return {name: list(rows) for name, rows in columns.items()}


def test_everything_goes_over_and_back(ada, ben, noor):
    a_conversation(ada), a_conversation(ben), note(ben, text="Likes tea.", by=noor)
    before = everything()
    survivor = merge(ben, into=ada, by=noor)
    assert survivor == ada and survivor_of(ben.pk) == ada.pk
    assert {row[1] for name in ("identities", "conversations", "messages", "notes") for row in everything()[name]} == {
        ada.pk
    }
    assert ada.identities.filter(kind="email", is_primary=True).count() == 1
    assert TimelineEvent.objects.get(kind="customer.merged").facts == {"merged": ben.pk, "name": "Ben Okafor"}
    merge(ben, into=ada, by=noor)
    unmerge(ben, by=noor)
    unmerge(ben, by=noor)
    assert everything() == before and not Moved.objects.exists() and not CustomerMerge.objects.exists()


def test_what_the_survivor_lacks_is_filled_in_and_what_is_chosen_is_taken(ada, ben, noor):
    Customer.objects.filter(pk=ada.pk).update(attributes={"size": "L"}, language="en", time_zone="")
    Customer.objects.filter(pk=ben.pk).update(
        attributes={"size": "M", "tier": "gold"}, language="fr", time_zone="Europe/Paris"
    )
    before = everything()
    merge(ben, into=ada, by=noor, take=["language"])
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.time_zone) == ("Ada Moreau", "fr", "Europe/Paris")
    assert ada.attributes == {"size": "L", "tier": "gold"}
    Customer.objects.filter(pk=ada.pk).update(time_zone="Europe/Rome")
    unmerge(ben, by=noor)
    Customer.objects.filter(pk=ada.pk, time_zone="Europe/Rome").update(time_zone="")
    assert everything() == before


@pytest.mark.parametrize(
    ("theirs", "ours", "both"),
    [
        ("granted", "withdrawn", "withdrawn"),
        ("withdrawn", "granted", "withdrawn"),
        ("granted", None, "unknown"),
        (None, "granted", "unknown"),
        ("granted", "granted", "granted"),
        ("unknown", "granted", "unknown"),
    ],
)
def test_consent_stays_the_stricter_and_is_restored(theirs, ours, both, ada, ben, noor):
    for customer, state in ((ben, theirs), (ada, ours)):
        if state:
            set_consent(customer, channel="email", state=state, source="form", by=noor)
    merge(ben, into=ada, by=noor)
    assert consents_of(ada.pk)[("email", "marketing")].state == both
    assert may(ada.pk, channel="email", purpose="marketing") is (both == "granted")
    unmerge(ben, by=noor)
    states = [{key[0]: each.state for key, each in consents_of(pk).items()} for pk in (ben.pk, ada.pk)]
    assert states == [{"email": theirs} if theirs else {}, {"email": ours} if ours else {}]


def test_a_consent_withdrawn_while_two_were_one_is_withdrawn_for_both(ada, ben, noor):
    set_consent(ben, channel="email", state="granted", source="form", by=noor)
    merge(ben, into=ada, by=noor)
    set_consent(ada, channel="email", state="withdrawn", source="letter", by=noor)
    unmerge(ben, by=noor)
    assert [consents_of(pk)[("email", "marketing")].state for pk in (ada.pk, ben.pk)] == ["withdrawn"] * 2


@pytest.mark.parametrize("field", ["channel", "purpose", "state", "source"])
def test_a_consent_names_what_is_wrong(field, ada, noor):
    facts = {"channel": "email", "purpose": "marketing", "state": "granted", "source": "form"}
    with pytest.raises(ValidationError) as wrong:
        set_consent(ada, **facts | {field: ""}, by=noor)
    assert list(wrong.value.error_dict) == [field]


def test_nobody_is_merged_into_themselves_or_in_a_circle(ada, ben, chiara, noor):
    merge(ben, into=ada, by=noor)
    before = everything()
    for source, into in ((ada, ada), (ada, ben), (ben, chiara)):
        with pytest.raises(ValidationError, match="into"):
            merge(source, into=into, by=noor)
    assert everything() == before


def test_letters_that_come_meanwhile_go_home_by_their_address(ada, ben, noor, inbox):
    merge(ben, into=ada, by=noor)
    again = identify("email", "ben.okafor@post.example", channel="email")
    assert again == ada
    letter = a_conversation(again, author_address="ben.okafor@post.example")
    own = a_conversation(ada, author_address="ada@moreau.example")
    unmerge(ben, by=noor)
    letter.refresh_from_db(), own.refresh_from_db()
    assert (letter.customer, own.customer) == (ben, ada)
    assert letter.messages.get().customer == ben
    about = TimelineEvent.objects.filter(about=f"conversation:{letter.pk}")
    assert about.exists() and {each.customer_id for each in about} == {ben.pk}


def test_what_was_under_way_follows(ada, ben, noor):
    merge(ben, into=ada, by=noor)
    late = a_conversation(ada)
    Conversation.objects.filter(pk=late.pk).update(customer=ben)
    for _twice in range(2):
        with because_of(None):
            gather_up(CustomerMerged(merged=ben.pk, name="Ben"), customer=ada)
    late.refresh_from_db()
    assert late.customer == ada


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "unmerge", "letter", "note"]), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)
    ),
    max_size=14,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_order_of_merges_and_letters_keeps_one_customer_each_and_ends_as_it_began(acts, noor, inbox):
    with transaction.atomic():
        people = {name: meet(name.title(), f"{name}@post.example") for name in PEOPLE}
        for number, (name, customer) in enumerate(people.items()):
            customer.attributes = {"seat": number, **({"tier": "gold"} if number % 2 else {})}
            customer.language = "fr" if name == "dana" else ""
            customer.save()
            for which in range(number):
                phone = f"+33639981{number}{which}"
                Identity.objects.create(customer=customer, kind="phone", value=phone, is_primary=which == number - 1)
            a_conversation(customer)
        before, born = everything(), {}
        for act, one, other in acts:
            play(act, people[one], people[other], born, noor)
            whole()
        for customer in people.values():
            unmerge(customer, by=noor)
        whole()
        for pk, name in born.items():
            assert Conversation.objects.get(pk=pk).customer_id == people[name].pk
        after = everything()
        kept = {name: rows[: len(before[name])] for name, rows in after.items()}
        assert kept == before and not Moved.objects.exists()
        transaction.set_rollback(True)


def play(act, one, other, born, noor):
    if act == "letter":
        address = f"{one.name.lower()}@post.example"
        customer = identify("email", address, channel="email")
        born[a_conversation(customer, author_address=address).pk] = one.name.lower()
    elif act == "note":
        note(Customer.objects.get(pk=survivor_of(one.pk)), text="Hm.", by=noor)
    elif act == "unmerge":
        unmerge(one, by=noor)
    else:
        try:
            with transaction.atomic():
                merge(one, into=other, by=noor)
        except ValidationError:
            pass


def whole():
    """Nothing points at whoever is merged, and each address is there once, one first of each kind."""
    merged = set(Customer.objects.exclude(merged_into=None).values_list("pk", flat=True))
    rows = everything()
    for name in ("identities", "conversations", "messages", "participants", "notes", "events"):
        assert not [row for row in rows[name] if row[1] in merged]
    assert len({row[2] for row in rows["identities"]}) == len(rows["identities"]) == 10
    for customer in Customer.objects.filter(merged_into=None):
        for kind in ("email", "phone"):
            several = [each.is_primary for each in customer.identities.filter(kind=kind)]
            assert several.count(True) == min(1, len(several))


@pytest.mark.django_db(transaction=True)
def test_letters_that_arrive_during_merges_find_their_conversation(noor, inbox):
    one, other = meet("One", "one@post.example"), meet("Other", "other@post.example")
    failed, start = [], threading.Barrier(3)

    def run(act):
        start.wait()
        try:
            for _number in range(6):
                act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def write():
        with transaction.atomic():
            customer = identify("email", "other@post.example", channel="email")
            a_conversation(customer, author_address="other@post.example")

    def turn():
        merge(other, into=one, by=noor)
        unmerge(other, by=noor)

    threads = [threading.Thread(target=run, args=[act]) for act in (write, turn, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert set(Conversation.objects.values_list("customer", flat=True)) == {other.pk}
    merge(other, into=one, by=noor)
    assert set(Conversation.objects.values_list("customer", flat=True)) == {one.pk} and family_of(one.pk) == [
        one.pk,
        other.pk,
    ]
