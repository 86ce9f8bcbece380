"""Weak evidence is shown with its reason, and an agent decides."""

from regulars.conversations.actions.decline import decline
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.suggest import suggest
from regulars.conversations.models import Conversation, Suggestion
from regulars.conversations.related import suggestion_of
from tests.cast import a_conversation


def suggested(conversation):
    return suggestion_of(Conversation.objects.get(pk=conversation.pk))


def test_the_first_suggestion_stays_and_a_refused_one_never_comes_back(ada, noor):
    old, older, new = (a_conversation(ada, text) for text in ("Old", "Older", "New"))
    suggest(new, other=old.pk, reason="subject")
    suggest(new, other=older.pk, reason="number")
    assert suggested(new).other == old
    decline(new, by=noor)
    suggest(new, other=older.pk, reason="number")
    assert suggested(new) is None and Suggestion.objects.count() == 1


def test_it_leads_to_where_the_other_goes_on(ada, noor):
    old, survivor, new = (a_conversation(ada, text) for text in ("Old", "Survivor", "New"))
    suggest(new, other=old.pk, reason="subject")
    merge(old, into=survivor, by=noor)
    assert suggested(new).other == survivor
    merge(survivor, into=new, by=noor)
    assert suggested(new) is None
