"""Who works at Kettle & Crumb, and where its letters arrive."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Widget
from regulars.channels.chat.views.demo import DEMO
from regulars.channels.email.models import Mailbox
from regulars.channels.visits.actions.save_following import save_following
from regulars.channels.visits.actions.save_greeting import save_greeting
from regulars.channels.visits.models import Following, Greeting
from regulars.conversations.actions.save_promise import save_promise
from regulars.conversations.models import Inbox, Promise
from regulars.team.actions.save_calendar import save_calendar
from regulars.team.models import Agent, Brand, Calendar, HoursChange, Role, Team
from seeds.coffee.snippets import offer_snippets
from seeds.coffee.views import add_gold_view, offer_views
from seeds.telling import Colleague

PASSWORD = "kettle-and-crumb"

BEANS = "Beans & orders"
SHOPS = "Shops"

grace = Colleague(
    "grace@coffee.example", "Grace Linden", Role.OWNER, "Grace Linden\nKettle & Crumb, 14 rue Mercière, Lyon"
)
noor = Colleague("noor@coffee.example", "Noor Haddad", Role.ADMIN, "Noor\nOrders, Kettle & Crumb")
tomas = Colleague("tomas@coffee.example", "Tomas Lindqvist", signature="Tomas\nRoastery, Kettle & Crumb")
priya = Colleague("priya@coffee.example", "Priya Nair", signature="Priya\nrue Mercière, Kettle & Crumb")
lea = Colleague("lea@coffee.example", "Léa Roussel", signature="Léa\nplace Carnot, Kettle & Crumb")

MORNING, AFTERNOON = "08:30-12:30", "14:00-18:30"
HOURS = {day: [MORNING, AFTERNOON] for day in ("mon", "tue", "wed", "thu", "fri")} | {
    "sat": ["09:00-12:30", "14:00-17:00"]
}
GOLD = {"all": [{"field": "customer.attributes.tier", "is": "gold"}]}
HOUR = 60  # minutes

TEAMS = {BEANS: (noor, tomas), SHOPS: (priya, lea)}


def open_house() -> Inbox:
    """The inbox Hello behind hello@coffee.example, and everybody who works there, in their teams."""
    agents = hire(grace, noor, tomas, priya, lea)
    for name, members in TEAMS.items():
        Team.objects.create(name=name).members.set([agents[each.email] for each in members])
    offer_views(by=agents[grace.email])
    add_gold_view(by=agents[grace.email])
    offer_snippets(by=agents[grace.email])
    inbox = open_inbox()
    chat = Widget(key=DEMO, name=inbox.brand.name, inbox=inbox, origins=["https://coffee.example"])
    chat.questions = [{"ask": "name", "is_needed": False}]
    chat.texts = {
        "de": {"away": "Guten Tag! Gerade sind wir an der Röstmaschine. Schreiben Sie uns, wir antworten per E-Mail."}
    }
    save_widget(chat, by=agents[grace.email])
    save_following(Following(widget=chat, is_on=True), by=agents[grace.email])
    newcomers = {"all": [{"field": "page", "contains": "/demo/shop"}, {"field": "has written", "is": False}]}
    greeting = Greeting(
        widget=chat, name="On the kettle’s page", text="Gas or induction? Ask us.", conditions=newcomers
    )
    save_greeting(greeting, by=agents[grace.email])
    return inbox


def promise(*, since: datetime) -> None:
    """When the shop answers, and how soon. What was written in bulk keeps no clocks."""
    days = ["FR", {"date": "2026-12-24", "yearly": True, "name": "Christmas Eve", "hours": MORNING}]
    save_calendar(Calendar(name="Shop hours", hours=HOURS, time_zone="Europe/Paris", holidays=days), by=None)
    save_promise(
        Promise(name="Gold customers", conditions=GOLD, first_reply=HOUR, next_reply=HOUR, made_at=since), by=None
    )
    everybody = Promise(name="Everybody", first_reply=4 * HOUR, next_reply=8 * HOUR, resolution=24 * HOUR, is_told=True)
    everybody.made_at = since
    save_promise(everybody, by=None)
    HoursChange.objects.all().delete()
    Promise.objects.update(applied_to=None)


def open_inbox() -> Inbox:
    """The brand, and the inbox Hello behind hello@coffee.example."""
    brand = Brand.objects.create(name="Kettle & Crumb", website="https://coffee.example")
    inbox = Inbox.objects.create(name="Hello", brand=brand)
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    return inbox


def hire(*people: Colleague) -> dict[str, Agent]:
    """Agents who all sign in with the demo's password. It is hashed once: that is slow on purpose."""
    password = make_password(PASSWORD)
    agents = [
        Agent(
            email=each.email,
            name=each.name,
            role_id=each.role,
            signature=each.signature,
            time_zone="Europe/Paris",
            password=password,
        )
        for each in people
    ]
    return {agent.email: agent for agent in Agent.objects.bulk_create(agents)}
