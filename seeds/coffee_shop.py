"""Kettle & Crumb of Lyon on an ordinary day: six weeks of letters behind it, a dozen on the counter."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.models import Conversation
from regulars.customers.actions.save_company import save_company
from regulars.customers.models import Company
from regulars.notifications.models import Notification
from regulars.team.models import Agent
from seeds import bulk
from seeds.coffee.articles import write_articles
from seeds.coffee.assistant import let_answer
from seeds.coffee.card import give_cards
from seeds.coffee.counter import open_counters
from seeds.coffee.crowd import meet_crowd, try_out
from seeds.coffee.friends import bring_friends, count_orders, surprise_some
from seeds.coffee.guides import write_guides
from seeds.coffee.house import PASSWORD, grace, noor, open_house, promise
from seeds.coffee.matters import look_back, name_matters
from seeds.coffee.opinions import ask_opinions
from seeds.coffee.orders import sell
from seeds.coffee.people import COMPANIES, REGULARS
from seeds.coffee.shelf import fill_shelf, make_it_right
from seeds.coffee.stories import STORIES
from seeds.coffee.strolls import stroll
from seeds.telling import Colleague, tell

SIGN_INS = ((grace.email, PASSWORD, "owner"), (noor.email, PASSWORD, "admin"))


def build(*, conversations: int, progress: Callable[[int, int], None]) -> None:
    """Tell the stories. More conversations than those are written in bulk before them, over three years."""
    now = timezone.now()
    with transaction.atomic():
        inbox = open_house()
        for name, domain in COMPANIES.items():
            save_company(Company(), name=name, domains=[domain], by=None)
        if (more := conversations - len(STORIES)) > 0:
            bulk.load(more, inbox=inbox, now=now, progress=progress)
        else:
            _begin_at(1001)
        promise(since=now - timedelta(days=60))
        writer = Agent.objects.get(email=grace.email)
        write_guides(write_articles(by=writer, today=now.date()), by=writer)
        meet_crowd(now=now)
        for person in REGULARS:
            person.arrive(now=now)
        sell(now=now, by=writer)
        give_cards(by=writer)
        open_counters(now=now, by=writer)
        bring_friends(by=writer)
        surprise_some(by=writer)
        count_orders()
        fill_shelf(by=writer)
        tell(STORIES, now=now, progress=progress)
        make_it_right()
        name_matters(by=writer)
        look_back()
        told = Conversation.objects.order_by("-pk")[: len(STORIES)]
        _look_through([each for each in told if not each.is_open], who=(grace, noor))
        ask_opinions(now=now, by=writer)
        stroll(now=now, by=writer)
        let_answer(inbox, by=writer)
        try_out(now=now, by=writer)
        _have_heard(since=now - timedelta(hours=6))
    if conversations > len(STORIES):
        bulk.tidy()


def _look_through(conversations: Sequence[Conversation], *, who: Sequence[Colleague]) -> None:
    """Whoever signs in finds unread only what is new."""
    for agent in [colleague.row for colleague in who]:
        for conversation in conversations:
            mark_read(conversation, by=agent)


def _have_heard(*, since: datetime) -> None:
    """Nobody is rung, or gets a mail, for what happened in a story; what is not of today has been seen."""
    Notification.objects.filter(at__lt=since).update(seen_at=since)
    Notification.objects.update(push_at=None, mail_at=None)


def _begin_at(number: int) -> None:
    """The number of the first conversation: as if there had been others before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('conversations_conversation', 'id'), %s, false)", [number])
