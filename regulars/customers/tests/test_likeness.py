"""Two customers who may be one person: found by what both have, said in a sentence, and refused for good."""

import pytest

from regulars.conversations.actions.read_signature import read_signature
from regulars.conversations.events import ConversationOpened
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.look_alike import look_alike
from regulars.customers.actions.merge import merge
from regulars.customers.actions.refuse_likeness import refuse_likeness
from regulars.customers.events import CustomerMet
from regulars.customers.likeness import ENOUGH, because, suggestions_for
from regulars.customers.models import Likeness
from tests.cast import a_conversation, meet

MET = CustomerMet(channel="email")


def found(customer):
    look_alike(MET, customer=customer)
    return [(each.score, because(each)) for each in suggestions_for(customer)]


def test_a_name_alone_says_nothing(ada):
    meet("Ada Moreau", "am@elsewhere.example")
    assert found(ada) == [] and not Likeness.objects.exists()


@pytest.mark.parametrize(
    ("name", "address", "why"),
    [
        ("A. M.", "a.d.a.example+shop@gmail.com", "one mailbox"),
        ("Ada Moreau", "adaexample@post.example", "before the @"),
        ("Ada Moreau", "am@gmail.com", None),
        ("Other", "adaexample@post.example", None),
        ("Ada Moreau", "info@post.example", None),
    ],
)
def test_what_two_have_in_common_is_said(name, address, why, db):
    ada, other = meet("Ada Moreau", "ada.example@gmail.com"), meet(name, address)
    found(ada)
    said = found(other)
    assert bool(said) == bool(why)
    if why:
        assert why in said[0][1] and ENOUGH <= said[0][0] < 100 and said[0][1].endswith(".")


def test_colleagues_of_one_name_may_be_one_but_not_at_a_public_provider(db):
    for name, domain, is_suggested in (("Jo Lind", "lux.example", True), ("Li Wang", "gmail.com", False)):
        meet(name, f"{name[:2].lower()}@{domain}")
        assert bool(found(meet(name, f"{name[-4:].lower()}.two@{domain}"))) == is_suggested


@pytest.mark.parametrize("foot", ["Ben\n+33 6 39 98 12 07", "-- \nBen Okafor, 0033 639981207"])
def test_a_phone_below_a_letter_is_known_as_somebody_elses(foot, ada, ben):
    add_identity(ada, kind="phone", value="+33639981207")
    conversation = a_conversation(ben, f"Hello,\nwhere is it?\n\n{foot}")
    opened = ConversationOpened(conversation=conversation.pk, inbox=conversation.inbox_id, channel="email")
    for _twice in range(2):
        read_signature(opened, customer=ben)
    (likeness,) = suggestions_for(ada)
    assert "+33639981207" in because(likeness) and {likeness.first, likeness.second} == {ada, ben}


def test_what_was_refused_is_not_asked_again_and_what_was_merged_neither(ada, noor):
    twin = meet("Ada Moreau", "ada@work.example")
    other = meet("Ada Moreau", "a.d.a@work.example")
    look_alike(MET, customer=other)
    assert [each.second for each in suggestions_for(twin)] == [other]
    refuse_likeness(twin, other=other, by=noor)
    look_alike(MET, customer=other)
    assert suggestions_for(twin) == []
    refuse_likeness(twin, other=other, by=noor, is_same=True)
    assert len(suggestions_for(twin)) == 1
    merge(other, into=twin, by=noor)
    assert suggestions_for(twin) == []
