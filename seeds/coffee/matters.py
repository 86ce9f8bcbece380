"""What the letters of Kettle & Crumb are about, and how long each took: for reports."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

from django.utils import timezone

from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.models import Attention, Conversation, Message
from regulars.team.models import Agent, Team
from seeds.coffee.house import BEANS, SHOPS
from seeds.coffee.stories import brewing, orders, shops, subscriptions, wholesale

ROOMS = {
    "Orders and delivery": (BEANS, orders), "Brewing": (BEANS, brewing), "The shops": (SHOPS, shops), "Subscriptions": (BEANS, subscriptions),
    "Wholesale": (BEANS, wholesale),
}  # fmt: skip
OTHERS = {
    "Orders and delivery": (
        "Versand nach Österreich dauert", "¿Envían a México?", "Where is my order?", "Change the address of order 8852", "Voucher code does not work",
        "Out of office: Re: Your order 8702", "Forty gift boxes for a wedding",
    ),
    "Brewing": ("豆の挽き方について", "Mahlgrad für die French Press", "Which filter fits the 02 dripper?", "Grinder burrs: how often?", "Do you roast decaf on Thursdays?"),
    "Refunds and invoices": (
        "Your answer about the refund", "Refund please", "Charged twice for one bag", "Rechnung 2209 doppelt erhalten", "Invoice with our VAT number",
        "Third time. I am done.", "Bag was open", "My points from Saturday are missing",
    ),
    "Machines": ("Returning the hand grinder", "Tarnished kettle after one week", "¿De qué color es la tetera?"),
    "The shops": ("A word about the music", "Job as a barista?", "Is the roastery tour wheelchair friendly?", "Student discount", "Do you take part in the food bank collection?", "Photo of the month", "Un mot pour vous remercier"),
    "Subscriptions": ("Subscription: pause for August",),
}  # fmt: skip


def name_matters(*, by: Agent) -> None:
    """Each letter has its topic, but for a few."""
    teams = {team.name: team for team in Team.objects.all()}
    for name in ROOMS | OTHERS:
        team, room = ROOMS.get(name, (BEANS, None))
        topic = save_topic(None, name=name, team=teams[team], by=by)
        subjects = [*(each.subject for each in (room.STORIES if room else ())), *OTHERS.get(name, ())]
        Conversation.objects.filter(subject__in=subjects).update(topic=topic)


def look_back() -> None:
    """How long each of us was at work on each letter of a story: two to eight minutes for an answer."""
    chance, spent = Random(9), Counter()
    by_hand = Message.objects.filter(agent__isnull=False, is_automatic=False)
    known = Attention.objects.values("conversation")  # of the crowd, which brings its own
    for key in by_hand.exclude(conversation__in=known).order_by("pk").values_list("conversation", "agent"):
        spent[key] += round(chance.lognormvariate(5.3, 0.5))
    now = timezone.now()
    Attention.objects.bulk_create(
        [
            Attention(conversation_id=conversation, agent_id=agent, spent=timedelta(seconds=seconds), until=now)
            for (conversation, agent), seconds in spent.items()
        ]
    )
