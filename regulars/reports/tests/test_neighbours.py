"""What others of the same customer change in how a conversation is read."""

from datetime import timedelta
from importlib import import_module

from django.db import connection
from django.utils import timezone

from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.reports.models import Changed, Reading
from regulars.reports.tests.telling import follow
from seeds.telling.clock import at
from tests.cast import letter_from

READ = import_module("regulars.reports.migrations.0004_came_again").READ


def settled_ten_days_ago(customer, *, by):
    """Five days after it was answered."""
    began = timezone.now() - timedelta(days=15)
    with at(began):
        conversation = letter_from(customer).conversation
        reply(conversation, text="On its way.", by=by)
    with at(began + timedelta(days=5)):
        resolve(conversation, by=by)
    return conversation


def test_a_customer_who_comes_again_soon_after_it_was_settled_however_long_after_the_last_letter(noor, ada):
    settled_ten_days_ago(ada, by=noor)
    follow()
    at_once = Reading.objects.filter(kind="solved_at_once").values_list("value", flat=True)
    assert [*at_once] == [1]
    with at(timezone.now() - timedelta(days=4)):
        letter_from(ada)
    follow()
    assert [*at_once.all()] == [0]


def test_what_was_not_read_anew_for_who_came_again_is_read_when_the_house_is_brought_up_to_date(noor, ada):
    conversation = settled_ten_days_ago(ada, by=noor)
    with at(timezone.now() - timedelta(days=4)):
        letter_from(ada)
    follow()
    at_once = Reading.objects.filter(kind="solved_at_once")
    at_once.update(value=1)  # as it was left
    with connection.cursor() as cursor:
        cursor.execute(READ)
    assert [*Changed.objects.values_list("conversation", flat=True)] == [conversation.pk]
    follow()
    assert [*at_once.values_list("value", flat=True)] == [0]
