import pytest
from django.db import transaction
from django.utils import timezone

from regulars.conversations.events import ConversationTagged, ConversationUntagged
from regulars.customers import timeline
from regulars.customers.actions.react import ATTEMPTS, react
from regulars.customers.actions.retry_reaction import retry_reaction
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, Listening, Reaction, TimelineEvent
from tests.cast import letter_from


def takes_off(event, *, customer):
    """A reaction of these tests: what is tagged is untagged."""
    timeline.record(
        ConversationUntagged(conversation=event.conversation, inbox=event.inbox, tag=event.tag),
        customer=customer,
        by=SYSTEM,
    )


def fails(event, *, customer):
    Customer.objects.filter(pk=customer.pk).update(name="Half done")
    raise ValueError("no such thing")


@pytest.fixture
def reacting(monkeypatch):
    def by(*effects):
        named = {f"tests.{effect.__name__}": effect for effect in effects}
        monkeypatch.setattr(timeline, "_named_reactions", lambda: {ConversationTagged: named})
        timeline.reactions_to.cache_clear()

    yield by
    monkeypatch.undo()
    timeline.reactions_to.cache_clear()


def tagged(customer, word="vip"):
    with transaction.atomic():
        return timeline.record(ConversationTagged(conversation=42, inbox=1, tag=word), customer=customer, by=SYSTEM)


def test_a_reaction_happens_once_and_says_why(ada, reacting):
    reacting(takes_off)
    cause = tagged(ada)
    assert react() == 1 and react() == 0
    effect = TimelineEvent.objects.get(kind="conversation.untagged")
    assert effect.because == cause.pk
    assert Reaction.objects.get().state == "done"


def test_one_that_fails_leaves_nothing_half_done_and_does_not_stop_the_others(ada, reacting):
    reacting(fails, takes_off)
    tagged(ada)
    assert react() == 2
    ada.refresh_from_db()
    assert ada.name == "Ada Moreau"
    failed, done = Reaction.objects.order_by("name")
    assert (failed.state, failed.attempts, failed.error) == ("waiting", 1, "ValueError: no such thing")
    assert failed.due_at > timezone.now() and done.state == "done"


def test_after_its_last_try_it_waits_for_a_person(ada, reacting):
    reacting(fails)
    tagged(ada)
    for _ in range(ATTEMPTS):
        Reaction.objects.update(due_at=timezone.now())
        react()
    reaction = Reaction.objects.get()
    assert reaction.state == "failed" and react() == 0
    reacting(takes_off)
    Reaction.objects.update(name="tests.takes_off")
    retry_reaction(reaction)
    assert react() == 1 and Reaction.objects.get().state == "done"
    retry_reaction(reaction)
    assert Reaction.objects.get().state == "done"


def test_the_events_of_one_customer_are_followed_in_their_order(ada, ben, reacting):
    reacting(takes_off)
    for word in "abc":
        tagged(ada, word)
    tagged(ben, "z")
    assert [react() for _ in range(4)] == [2, 1, 1, 0]
    words = (
        TimelineEvent.objects.filter(kind="conversation.untagged", customer=ada)
        .order_by("pk")
        .values_list("facts__tag", flat=True)
    )
    assert list(words) == ["a", "b", "c"]


def test_a_language_is_learned_from_the_first_letter_that_tells_it(ben):
    letter_from(ben, "Ok")
    letter_from(ben, "Bonjour, ma cafetière est arrivée cassée et je voudrais être remboursé.")
    letter_from(ben, "Hello again, now I write to you in English for a change.")
    while react():
        pass
    ben.refresh_from_db()
    assert ben.language == "fr"
    assert TimelineEvent.objects.filter(kind="customer.language_learned").count() == 1


def test_what_a_person_has_set_is_never_guessed_away(chiara):
    letter_from(chiara, "Hello, I happen to write in English today, as you can see.")
    react()
    chiara.refresh_from_db()
    assert chiara.language == "it"


def test_what_follows_from_several_events_is_written_in_one_statement(ada, ben, reacting, django_assert_num_queries):
    reacting(takes_off)
    tagged(ada)
    tagged(ben)
    with django_assert_num_queries(6):  # BEGIN, take, events, their effects, mark, COMMIT
        assert react() == 2
    assert TimelineEvent.objects.filter(kind="conversation.untagged").count() == 2


def test_one_that_fails_undoes_the_others_and_then_they_happen_once(ada, ben, reacting):
    reacting(takes_off, fails)
    tagged(ada)
    tagged(ben)
    assert react() == 4
    assert TimelineEvent.objects.filter(kind="conversation.untagged").count() == 2
    assert sorted(Reaction.objects.values_list("state", flat=True)) == ["done", "done", "waiting", "waiting"]


def test_a_reaction_on_request_follows_from_the_kinds_that_were_asked_for_and_from_no_others(ada, reacting):
    seen = []

    @timeline.on_request
    def watches(event, *, customer):
        seen.append(event.tag)

    reacting(watches, takes_off)
    (name,) = (name for name, effect in timeline.reactions_to(ConversationTagged).items() if effect is watches)
    tagged(ada, "before")
    assert not Reaction.objects.filter(name=name).exists() and Reaction.objects.exists()
    Listening.objects.create(name=name, kinds=["conversation.untagged"])
    tagged(ada, "other")
    assert not Reaction.objects.filter(name=name).exists()
    Listening.objects.filter(name=name).update(kinds=["conversation.tagged"])
    tagged(ada, "now")
    while react():
        pass
    assert seen == ["now"]


def test_listening_is_replaced_as_a_whole(ada):
    timeline.listen(takes_off, kinds=["a", "b", "a"])
    timeline.listen(takes_off, kinds=["c"])
    assert [row.kinds for row in Listening.objects.filter(name__endswith="takes_off")] == [["c"]]
