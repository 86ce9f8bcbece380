"""Who works at Kettle & Crumb, and where its letters arrive."""

from django.contrib.auth.hashers import make_password

from regulars.channels.email.models import Mailbox
from regulars.conversations.models import Inbox
from regulars.team.models import Agent, Brand, Team
from seeds.telling import Colleague

PASSWORD = "kettle-and-crumb"

BEANS = "Beans & orders"
SHOPS = "Shops"

grace = Colleague(
    "grace@coffee.example", "Grace Linden", Agent.Role.OWNER, "Grace Linden\nKettle & Crumb, 14 rue Mercière, Lyon"
)
noor = Colleague("noor@coffee.example", "Noor Haddad", Agent.Role.ADMIN, "Noor\nOrders, Kettle & Crumb")
tomas = Colleague("tomas@coffee.example", "Tomas Lindqvist", signature="Tomas\nRoastery, Kettle & Crumb")
priya = Colleague("priya@coffee.example", "Priya Nair", signature="Priya\nrue Mercière, Kettle & Crumb")
lea = Colleague("lea@coffee.example", "Léa Roussel", signature="Léa\nplace Carnot, Kettle & Crumb")

TEAMS = {BEANS: (noor, tomas), SHOPS: (priya, lea)}


def open_house() -> Inbox:
    """The inbox Hello behind hello@coffee.example, and everybody who works there, in their teams."""
    agents = hire(grace, noor, tomas, priya, lea)
    for name, members in TEAMS.items():
        Team.objects.create(name=name).members.set([agents[each.email] for each in members])
    return open_inbox()


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
            role=each.role,
            signature=each.signature,
            time_zone="Europe/Paris",
            password=password,
        )
        for each in people
    ]
    return {agent.email: agent for agent in Agent.objects.bulk_create(agents)}
