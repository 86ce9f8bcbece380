"""One of everything that a house adds to its desk: so that each page has something on it."""

from django.db import transaction
from django.utils import timezone

from regulars.assistant.actions.answer_questions import answer_questions
from regulars.assistant.actions.begin_run import begin_run
from regulars.assistant.actions.bring_in_questions import bring_in_questions
from regulars.assistant.actions.save_question_set import save_question_set
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.save_rule import save_rule
from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.save_figure import save_figure
from regulars.behaviour.actions.take_arrivals import take_arrivals
from regulars.behaviour.models import Deed, Figure, Source
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.views.demo import DEMO
from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.actions.take_slip import take_slip
from regulars.channels.store.models import Place
from regulars.channels.visits.actions.look import look
from regulars.channels.visits.actions.save_following import save_following
from regulars.channels.visits.actions.save_greeting import save_greeting
from regulars.channels.visits.models import Following, Greeting
from regulars.channels.visits.seen import read_seen
from regulars.commerce.actions.keep_shop_call import keep_shop_call
from regulars.commerce.actions.request_refund import request_refund
from regulars.commerce.actions.request_return import request_return
from regulars.commerce.actions.save_shop import save_shop
from regulars.commerce.actions.start_import import start_import
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_shop_calls import take_shop_calls
from regulars.commerce.actions.take_table_lines import take_table_lines
from regulars.commerce.facts import LineFacts, OrderFacts, Person, ShipmentFacts
from regulars.commerce.models import Shop
from regulars.commerce.returning import reasons
from regulars.conversations.actions.add_checklist import add_checklist
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_checklist import save_checklist
from regulars.conversations.actions.save_status import save_status
from regulars.conversations.actions.save_tag import save_tag
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import Company, Customer, CustomField
from regulars.experiments.actions.save_experiment import save_experiment
from regulars.experiments.actions.save_holdout import save_holdout
from regulars.experiments.models import Experiment
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.save_guide import save_guide
from regulars.knowledge.actions.save_guide_step import Leading, save_guide_step
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import HelpCentre
from regulars.loyalty.actions.give_points import give_points
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Programme
from regulars.outreach.actions.send import send
from regulars.portal.actions.save_form import save_form
from regulars.portal.models import RequestForm
from regulars.predictions.models import Forecast, Prediction
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.models import Scheme
from regulars.segments.actions.save_segment import save_segment
from regulars.surprises.actions.draw import draw
from regulars.surprises.actions.save_achievement import save_achievement
from regulars.surprises.actions.save_surprise import save_surprise
from regulars.surprises.models import Achievement, Prize, Surprise
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.models import Comment, Survey, Theme
from regulars.team.actions.save_role import save_role
from regulars.team.actions.save_way_in import save_way_in
from regulars.team.models import Agent, Brand, Team, WayIn
from seeds.coffee.house import promise
from seeds.coffee.snippets import offer_snippets
from seeds.coffee.views import add_gold_view
from tests.cast import letter_from, meet

HIGH = [{"do": "set priority", "priority": "high"}]
DESCALE = '<h2>How</h2><p>Slowly.</p><aside data-callout="warning"><p>No vinegar.</p></aside>'
GRINDS = [{"word": "whole", "label": "Whole beans"}, {"word": "filter", "label": "Filter"}]


@transaction.atomic
def furnish() -> None:
    """Into the empty world, by the verbs that the pages use."""
    grace, inbox = Agent.objects.get(email="grace@coffee.example"), Inbox.objects.get()
    Team.objects.create(name="Beans").members.add(grace)
    add_gold_view(by=grace)
    offer_snippets(by=grace)
    promise(since=timezone.now())
    save_company(Company(), name="Atelier Nord", domains=["atelier-nord.example"], by=None)
    ada = meet("Ada Moreau", "ada@moreau.example", language="fr", time_zone="Europe/Paris")
    freya = meet("Freya Nordahl", "freya@atelier-nord.example")
    terms = {"expiry": {"count": 12}, "tiers": {"levels": [{"word": "silver", "name": "Silver", "min": 100}]}}
    card = save_programme(None, facts={"name": "Kettle card"}, terms=terms, by=grace)
    track(ada)
    foresee(ada)
    try_out(by=grace)
    save_segment(None, name="Paris", conditions={"field": "time zone", "is": "Europe/Paris"}, by=grace)
    save_segment(None, name="Friends", kind="list", by=grace)
    bought, twice = {"event": "order.paid"}, [{"do": "multiply", "times": "2", "only": ["Coffee"]}]
    save_rule(None, name="Coffee twice", trigger=bought, conditions=None, steps=twice, programme=card, by=grace)
    give_points(ada, programme=card, points=40, reason="Welcome", by=grace)
    canal = save_place(Place(name="Canal Street", programme=card), by=grace)
    take_slip(canal, client_id="first", kind="earn", amount=1250, account=card.accounts.get(), by=grace)
    send(ada, topic="marketing", subject="A new roast", text="From Sidamo.", key="roast")
    bring_friends(card, (ada, freya), by=grace)
    answered = letter_from(ada, "Where is the kettle?", inbox=inbox).conversation
    reply(answered, text="On its way since Tuesday.", by=grace)
    letter_from(ada, "It has come, thank you!", inbox=inbox, conversation=answered)
    conversation = letter_from(freya, "Coffee for an office of thirty, please.", inbox=inbox).conversation
    note(conversation, text="Wholesale prices, I think.", by=grace)
    save_rule(
        None, name="Gold first", trigger={"event": "message.received"}, conditions={"all": []}, steps=HIGH, by=grace
    )
    chat = Widget(key=DEMO, name="Kettle & Crumb", inbox=inbox, origins=["https://coffee.example"])
    save_widget(chat, by=grace)
    save_following(Following(widget=chat, is_on=True), by=grace)
    save_greeting(Greeting(widget=chat, name="Kettles", text="Gas or induction?", conditions={"all": []}), by=grace)
    look(Visitor.objects.create(widget=chat), at=read_seen({"page": "https://coffee.example/kettle", "width": 390}))
    save_macro(None, name="Hurry", steps=HIGH, by=grace)
    save_status(None, name="With the roaster", category="pending", by=grace)
    save_topic(None, name="Grinders", team=Team.objects.first(), skill="grinders", by=grace)
    save_tag(None, name="burr set", colour="green", by=grace)
    save_role(None, name="Summer help", permissions=["note"], by=grace)
    save_way_in(
        WayIn(kind="openid_connect", key="staff", name="Staff", address="https://id.example", client_id="desk"),
        by=grace,
    )
    for about in CustomField.About.values:
        save_field(CustomField(about=about, label="Grind", key="grind", kind="choice", choices=GRINDS), by=grace)
        save_field(CustomField(about=about, label="Since", key="since", kind="day", is_required=True), by=grace)
    things = save_checklist(None, name="Send back", items=["Ask for a photo", "Print the label"], by=grace)
    add_checklist(conversation, checklist=things, by=grace)
    begin_aside(conversation, to="nils@roaster.example", subject="Batch 7", text="Was it roasted late?", by=grace)
    centre = HelpCentre(brand=Brand.objects.get())
    save_centre(centre, title="Kettle & Crumb help", languages=["en", "de"], is_open=True, by=grace)
    shelf = save_category(None, centre=centre, names={"en": ("Machines", "")}, by=grace)
    article = save_article(None, centre=centre, facts={"category": shelf, "is_promoted": True}, by=grace)
    publish(write(article, language="en", title="Descale the machine", html=DESCALE, by=grace), by=grace)
    evaluate(centre, by=grace)
    guide = save_guide(None, centre=centre, facts={"title": "No steam"}, by=grace)
    solved = save_guide_step(
        None, guide=guide, facts={"title": "It steams", "kind": "outcome", "outcome": "solved"}, by=grace
    )
    leads = [Leading("Yes", solved), Leading("No")]
    save_guide_step(None, guide=guide, facts={"title": "Is it hot?"}, options=leads, by=grace)
    grind = CustomField.objects.get(about="conversation", key="grind")
    asked = [{"field": grind, "is_needed": True, "only_if": {"field": "fields.since", "is known": True}}]
    save_form(RequestForm(name="Send back", inbox=inbox), questions=asked, by=grace)
    sell(by=grace)
    opine(ada, about=answered, by=grace)


def bring_friends(card: Programme, people: tuple[Customer, Customer], *, by: Agent) -> None:
    """Ada has brought Freya along; something was drawn for Ada, and there is something to reach."""
    save_scheme(Scheme(programme=card, is_open=True), by=by)
    ada, freya = (join(each, programme=card, by=by) for each in people)
    bring_along(freya, code=give_link(ada).code, by=by)
    surprise = Surprise(programme=card, name="For the wait", reason="With our thanks", is_open=True)
    save_surprise(surprise, prizes=[Prize(name="A cup", chance=5000, points=40)], by=by)
    draw(ada.customer, surprise=surprise, by=by)
    save_achievement(Achievement(programme=card, name="Five orders", event="order.paid"), by=by)


def evaluate(centre: HelpCentre, *, by: Agent) -> None:
    questions = save_question_set(None, centre=centre, name="Asked in May", by=by)
    bring_in_questions(questions, content=b"question,articles\nHow to descale?,Descale the machine\nWhy?,", by=by)
    begin_run(questions, by_meaning=False, by=by)
    answer_questions()


def opine(customer: Customer, *, about: Conversation, by: Agent) -> None:
    """A survey with a low score, words that are a theme, and a case that waits."""
    survey = save_survey(
        Survey(
            name="After a conversation", kind="csat", brand=Brand.objects.get(), languages=["en", "de"], is_public=True
        ),
        by=by,
    )
    low = Way("api", customer=customer, conversation=about, key="1")
    opinion = give_opinion(survey, given={"score": 1, "comment": "A week late."}, way=low, may_quote=True)
    theme = Theme.objects.create(name="week, late", model="none", direction=bytes(4))
    Comment.objects.create(opinion=opinion, theme=theme, nearness=1, model="none", direction=bytes(4))


def sell(*, by: Agent) -> None:
    """An order that is on its way back, a call that nobody understands, and a table with a line that was refused."""
    shop, at = Shop(kind=Shop.Kind.SHOPIFY, name="Kettle online", slug="kettle", secret="signed"), timezone.now()
    save_shop(shop, by=by)
    line = LineFacts(
        external_id="1", title="Heron kettle", variant="black", quantity=2, price=14800, tax=2467, net=12333
    )
    parcel = ShipmentFacts(
        external_id="1", carrier="Colis", tracking_number="6A1", tracking_address="https://colis.example/6A1"
    )
    person = Person(email="ada@moreau.example", name="Ada Moreau")
    told = OrderFacts(
        external_id="1",
        number="#1001",
        currency="EUR",
        placed_at=at,
        person=person,
        lines=(line,),
        total=14800,
        paid="paid",
        shipments=(parcel,),
    )
    order = take_order(told, shop=shop)
    request_refund(order, amount=500, reason="Late", by=by)
    kept = order.lines.get()
    request_return(order, pieces={kept.pk: 1}, reasons={kept.pk: reasons()[0]}, words="Too loud.", by=by)
    keep_shop_call(shop, topic="orders/create", delivery="1", headers={}, body=b"{}")
    start_import(shop, about="products", name="goods.csv", content=b"product,title\n,Nameless\n", by=by)
    while take_shop_calls() or take_table_lines():
        pass


def foresee(customer: Customer) -> None:
    """A night that had little to go by."""
    today, now = timezone.now().date(), timezone.now()
    few = {"floor": "again", "has": 1, "needs": 100}
    told = {"seen": {"orders": 1, "customers": 1}, "buying": few, "leaving": few, "next": few}
    Forecast.objects.create(begun_at=now, ended_at=now, as_of=today, told=told)
    Prediction.objects.create(customer=customer, band="high", because=[["lateness", 0, 3.5]], made_on=today)


def try_out(*, by: Agent) -> None:
    """Some are left out, and a question is being written."""
    save_holdout(share=1000, by=by)
    arms = [{"name": "As always", "share": 50}, {"name": "Within the hour", "share": 50}]
    save_experiment(
        Experiment(name="Faster", word="faster", who={"all": []}, arms=arms, ends_on=timezone.now().date()), by=by
    )


def track(customer: Customer) -> None:
    """Somebody looks at a grinder, and a figure counts it."""
    shop = Source.objects.create(name="Shop", kind="server")
    viewed = {"type": "track", "userId": str(customer.identities.get()), "event": "Product Viewed"}
    keep_arrival(shop, messages=[viewed | {"properties": {"name": "Grinder"}}])
    take_arrivals()
    save_figure(Figure(label="Looks", deed=Deed.objects.get(), how="count"), by=None)
