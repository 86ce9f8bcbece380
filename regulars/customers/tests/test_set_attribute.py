import pytest
from django.core.exceptions import ValidationError

from regulars.customers.actions.note import note
from regulars.customers.actions.set_attribute import set_attribute, set_attributes
from regulars.customers.actor import Actor
from regulars.customers.models import CustomerNote, TimelineEvent
from regulars.customers.telling import told

RULE = Actor("rule", 7, "VIP care")


def test_it_is_remembered_and_told_once(ada, noor):
    for _ in range(2):
        set_attribute(ada, name="tier", value="gold", by=RULE)
    ada.refresh_from_db()
    assert ada.attributes == {"tier": "gold"}
    event = TimelineEvent.objects.get(kind="customer.attribute_set")
    assert told([event])[0].sentence == "VIP care set tier to gold"
    set_attribute(ada, name="tier", value="silver", by=noor)
    ada.refresh_from_db()
    assert ada.attributes == {"tier": "silver"} and TimelineEvent.objects.count() == 2


def test_several_are_remembered_at_once_or_none(ada):
    set_attributes(ada, values={"tier": "gold", "size": 3}, by=RULE)
    set_attributes(ada, values={"tier": None, "size": 3}, by=RULE)
    with pytest.raises(ValidationError):
        set_attributes(ada, values={"colour": "red", "": 1}, by=RULE)
    ada.refresh_from_db()
    assert ada.attributes == {"size": 3} and TimelineEvent.objects.count() == 3


def test_what_has_no_name_or_is_too_long_is_refused_and_changes_nothing(ada):
    for facts in ({"name": "", "value": "x"}, {"name": "a", "value": "x" * 2001}, {"name": "a", "value": 10**400}):
        with pytest.raises(ValidationError):
            set_attribute(ada, **facts, by=RULE)
    ada.refresh_from_db()
    assert ada.attributes == {} and not TimelineEvent.objects.exists()


def test_a_rule_may_note_something_about_a_customer(ada):
    note(ada, text="Writes in capitals.", by=RULE)
    assert CustomerNote.objects.get().agent is None
    assert TimelineEvent.objects.get(kind="customer.noted").by == "rule:7 VIP care"
