from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.queries import Choice, conversations, page
from tests.cast import a_conversation


def test_the_views_hold_what_their_names_say(ada, noor, tomas):
    mine = a_conversation(ada, assignee=noor)
    theirs = a_conversation(ada, assignee=tomas)
    free = a_conversation(ada)
    done = a_conversation(ada, assignee=noor, resolved_by=noor)
    assert set(conversations(Choice(view="mine", status="open"), agent=noor)) == {mine}
    assert set(conversations(Choice(view="unassigned"), agent=noor)) == {free}
    assert set(conversations(Choice(), agent=noor)) == {mine, theirs, free, done}
    assert set(conversations(Choice(view="resolved", status="open"), agent=noor)) == {done}


def test_pages_follow_each_other_from_the_newest(ada, noor, django_assert_num_queries):
    made = [a_conversation(ada) for _ in range(7)]
    seen, cursor = [], None
    for expected in (3, 3, 1):
        with django_assert_num_queries(1):
            rows, cursor = page(Choice(), agent=noor, after=cursor, limit=3)
            assert [row.customer.name for row in rows] == ["Ada Moreau"] * expected
        seen += rows
    assert seen == list(reversed(made)) and cursor is None


def test_unread_is_each_agents_own(ada, noor, tomas):
    conversation = a_conversation(ada)
    mark_read(conversation, by=noor)
    shown = {agent.name: page(Choice(), agent=agent)[0][0].read_position for agent in (noor, tomas)}
    assert shown == {"Noor Haddad": 1, "Tomas Vega": 0}


def test_what_leaves_nothing_out_is_everything_however_it_is_written():
    assert Choice().is_everything and Choice(status=None, tag="", sort="due", with_asides=True).is_everything
    narrowed = [
        Choice(view="mine"),
        Choice(status="open"),
        Choice(tag="vip"),
        Choice(is_waiting=False),
        Choice(inbox=3),
    ]
    assert not any(each.is_everything for each in [*narrowed, Choice(conditions="{}"), Choice(among=1)])
