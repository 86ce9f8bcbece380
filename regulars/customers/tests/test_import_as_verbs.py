"""A list in batches does what it does line by line, and what the verbs do one after the other."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.identify import identify
from regulars.customers.actions.import_customers import import_customers
from regulars.customers.actions.note import note
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.set_company import set_company
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import IMPORT
from regulars.customers.consenting import added
from regulars.customers.models import Company, Consent, Customer, CustomField, Identity
from regulars.customers.tables import Told, columns_in, customers_table, name_in, told_of
from regulars.lib.tables import Table, Wrong

COLUMNS = {
    "id": ["u-1", "u-2", "0", "1.2E+9"],
    "email": ["ada@x.example", "ADA@x.example", "ben@x.example, ada@y.example", "no address"],
    "phone": ["+33639981207", "+33 6 39 98 12 08", "06 39"],
    "name": ["Ada", "Ben"],
    "language": ["fr", "German", "??"],
    "time zone": ["Paris", "nowhere"],
    "company": ["Mill", "Hotel"],
    "note": ["likes dark roast", "two\nlines"],
    "newsletter": ["yes", "no", "unsubscribed", "perhaps"],
    "newsletter_at": ["2021-01-01", "2023-05-01"],
    "accepts sms marketing": ["yes", "no"],
    "Size": ["Small", "huge"],
    "plan": ["1", "1.0", "yes", "x" * 2001],
}
LINES = st.lists(st.tuples(*[st.sampled_from(["", "", "", *cells]) for cells in COLUMNS.values()]), max_size=12)
_LATER = ("pk", "note", "company")  # facts that are numbers of rows


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_a_list_in_batches_is_the_same_line_by_line_and_by_the_verbs(lines, db):
    choices = [{"word": "s", "label": "Small"}]
    CustomField.objects.get_or_create(
        about="customer", key="size", defaults={"label": "Size", "kind": "choice", "choices": choices}
    )
    quoted = [",".join(f'"{cell}"' for cell in line) for line in [tuple(COLUMNS), *lines]]
    table = customers_table("\n".join(quoted).encode())
    found = [_told(table, bring) for bring in (_in_batches(500), _in_batches(3), _in_batches(1), _by_verbs)]
    assert found[0] == found[1] == found[2]
    assert found[3] == found[0]


def _told(table: Table, bring):
    """All that is known after, brought in twice; nothing of it stays."""
    with transaction.atomic():
        outcome = bring(table), bring(table)
        people = sorted((_known(each) for each in Customer.objects.all()), key=str)
        transaction.set_rollback(True)
    return outcome, people


def _known(customer: Customer) -> dict:
    ways = [(each.kind, each.value, each.is_primary) for each in customer.identities.all()]
    rows = customer.consents.order_by("at", "pk")
    events = [
        (each.kind, each.by, {name: fact for name, fact in each.facts.items() if name not in _LATER})
        for each in customer.events.all()
    ]
    facts = (customer.name, customer.language, customer.time_zone, str(customer.company), customer.attributes)
    return {
        "ways": sorted(ways),
        "facts": facts,
        "consents": [(each.channel, each.purpose, each.state, each.source, each.by) for each in rows],
        "notes": sorted(each.text for each in customer.notes.all()),
        "events": sorted(events, key=str),
    }


def _in_batches(batch: int):
    def bring(table: Table) -> list[tuple[int, str]]:
        told: list[tuple[int, str]] = []
        lines = (line for [line] in table.since(0))
        columns = columns_in(table)
        import_customers(
            lines, columns=columns, refuse=lambda line, wrong: told.append((line.number, wrong.why)), batch=batch
        )
        return sorted(number for number, why in told if not why.startswith("Taken in"))

    return bring


def _by_verbs(table: Table) -> list[int]:
    refused = []
    for [line] in table.since(0):
        try:
            with transaction.atomic():
                _one(told_of(line, columns_in(table)))
        except (Wrong, ValidationError):
            refused.append(line.number)
    return refused


def _one(told: Told) -> None:
    name, facts, ways = name_in(told.own), dict(told.facts), []
    known = [(way, _owner(way)) for way in told.ways]
    sure = [each for way, each in known if each and (way.kind != "phone" or not _is_another(each, name))]
    for way, owner in known:
        if way.kind == "phone" and owner and owner not in sure[:1]:
            facts.setdefault(way.column.key, way.value)
        else:
            ways.append(way)
    if not ways:
        raise Wrong("phone", "")
    beside = [owner for way, owner in known if way.kind != "external"]
    has_address = any(way.kind == "email" for way in ways)
    if (
        sure
        and has_address
        and not any(beside)
        and sure[0].identities.filter(kind="email").exists()
        and _is_another(sure[0], name)
    ):
        raise Wrong("id", "")
    customer = sure[0] if sure else identify(ways[0].kind, ways[0].value, name=name, channel="import", is_told=False)
    for way in ways:
        add_identity(customer, kind=way.kind, value=way.value, is_told=False)
        identify(way.kind, way.value, name=name, channel="import", is_told=False)
    edit_customer(
        customer, attributes=facts, **{key: told.own[key] for key in ("language", "time_zone") if key in told.own}
    )
    if company := told.own.get("company"):
        kept = Company.objects.filter(name=company).first() or save_company(Company(), name=company, by=None)
        set_company(customer, company=kept, by=IMPORT)
    for word in told.consents:
        before = list(Consent.objects.filter(customer=customer).order_by("at", "pk"))
        for row in added(before, word, now=timezone.now()):
            facts = {"channel": row.channel, "state": row.state, "source": row.source, "at": row.at}
            set_consent(customer, by=IMPORT, **facts)
    for text in told.notes:
        if not customer.notes.filter(text=text).exists():
            note(customer, text=text, by=IMPORT)


def _owner(way) -> Customer | None:
    found = Identity.objects.filter(kind=way.kind, value=way.value).select_related("customer").first()
    return found.customer if found else None


def _is_another(customer: Customer, name: str) -> bool:
    is_named = bool(customer.name) and not customer.identities.filter(value=customer.name).exists()
    return bool(name) and is_named and customer.name.casefold() != name.casefold()
