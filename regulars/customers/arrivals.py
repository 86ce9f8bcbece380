"""Many customers of whom something is told at once: who is known is asked in one question, all is decided in memory line by line,
and written in one statement a table. One customer alone is a batch of one.

What each line does is what `identify`, `add_identity`, `edit_customer`, `set_company`, `set_consent` and `note` do one after the other.
"""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.acquaintances import Person, companies_by_domain, companies_called, people_of
from regulars.customers.actions.edit_customer import merged_attributes
from regulars.customers.actor import IMPORT
from regulars.customers.consenting import added
from regulars.customers.custom_fields import fields_about, mark_used
from regulars.customers.events import CompanyChanged, ConsentGiven, ConsentWithdrawn, CustomerNoted, Event
from regulars.customers.models import Company, Consent, Customer, CustomerNote, Identity
from regulars.customers.tables import Told, Way, name_in
from regulars.customers.timeline import backfill
from regulars.lib.inserting import insert_all, reserved
from regulars.lib.tables import Wrong
from regulars.team.actions.audit import audit

_CHANGE = """
    UPDATE customers_customer AS customer SET name = said.name, company_id = said.company_id, language = said.language,
        time_zone = said.time_zone, attributes = said.attributes
    FROM json_to_recordset(%s) AS said (id bigint, name text, company_id bigint, language text, time_zone text, attributes jsonb)
    WHERE customer.id = said.id
"""
_CHANGED = ("name", "company_id", "language", "time_zone", "attributes")


class Arrivals:
    """Told of line by line with `take`, and written with `write`, within one transaction."""

    def __init__(self, tolds: Collection[Told], *, headings: Mapping[str, str]) -> None:
        """`headings` says of each name that something is kept under what its column is called."""
        self.now = timezone.now()
        self._fields = {each.key: each for each in fields_about(about="customer")}
        self._headings, self._used = headings, set[str]()
        self._new: list[Person] = []
        self._identities: list[tuple[Person, Identity]] = []
        self._consents: list[tuple[Person, Consent]] = []
        self._notes: list[tuple[Person, CustomerNote]] = []
        self._companies_set: list[tuple[Person, Company]] = []
        self._people = people_of(tolds)
        self._companies = companies_called({name for told in tolds if (name := told.own.get("company"))}, self.now)
        self._by_domain = companies_by_domain(
            {_domain(way) for told in tolds for way in told.ways if way.kind == "email"}
        )

    def take(self, told: Told) -> list[Wrong]:
        """Let this be known of whoever it is: all of it, but for what could only be kept as text, which is returned.

        Raises Wrong, and then changes nothing.
        """
        known = self._who(told)
        person = known or Person(Customer(created_at=self.now))
        ways, facts, lacks = self._ways(told, known)
        attributes = self._attributes(person.customer, facts, told)
        if known is None:
            self._meet(person, ways)
        self._name(person, told, is_new=known is None)
        for name in ("language", "time_zone"):
            self._set(person, name, told.own.get(name) or getattr(person.customer, name))
        self._set(person, "attributes", attributes)
        self._used |= facts.keys() & self._fields.keys()
        self._add(person, ways)
        self._belong(person, told)
        self._hear(person, told)
        return lacks

    def write(self) -> None:
        """Raises IntegrityError("identity_once") where somebody else has met one of them just now: all is to be begun again."""
        _number([person.customer for person in self._new])
        self._write_companies()
        insert_all([person.customer for person in self._new])
        self._write_changes()
        identities = _owned(self._identities)
        _number(identities)
        insert_all(sorted(identities, key=lambda each: (each.kind, each.value)))  # two tables never wait in a circle
        insert_all(_owned(self._consents))
        insert_all(_owned(self._notes))
        mark_used(self._fields[key] for key in self._used)
        backfill(list(self._events()), by=IMPORT)

    def _who(self, told: Told) -> Person | None:
        """Whom the surest way that is known leads to. A phone that several share leads to nobody of another name."""
        for way in told.ways:
            person = self._people.get((way.kind, way.value))
            if person and (way.kind != "phone" or not _is_another(person, told)):
                return person
        return None

    def _ways(self, told: Told, person: Person | None) -> tuple[list[Way], dict[str, Any], list[Wrong]]:
        """Those to be added, with the facts and what is lacking: a phone of somebody else is only kept as text."""
        new, facts, lacks = [], dict(told.facts), list(told.lacks)
        for way in told.ways:
            owner = self._people.get((way.kind, way.value))
            if owner is None:
                new.append(way)
            elif owner is not person:
                wrong = Wrong(way.column.heading, _("%s belongs to %s already.") % (way.value, owner.customer))
                if way.kind != "phone":
                    raise wrong
                facts[way.column.key] = ", ".join(filter(None, (facts.get(way.column.key), way.value)))
                lacks.append(wrong)
        if person is None and not new:
            raise lacks[-1]
        if person and "email" in person.kinds and _is_strange(told, new) and _is_another(person, told):
            way = told.ways[0]  # two systems both have a customer 51
            raise Wrong(way.column.heading, _("%s belongs to %s already.") % (way.value, person.customer))
        return new, facts, lacks

    def _attributes(self, customer: Customer, facts: dict[str, Any], told: Told) -> dict[str, Any]:
        try:
            return merged_attributes(self._fields, customer.attributes, facts)
        except ValidationError:
            for name, value in facts.items():
                try:
                    merged_attributes(self._fields, customer.attributes, {name: value})
                except ValidationError as error:
                    raise Wrong(self._headings.get(name, name), " ".join(error.messages)) from None
            raise

    def _meet(self, person: Person, ways: Sequence[Way]) -> None:
        person.customer.name = ways[0].value[:200]
        domains = (_domain(way) for way in ways if way.kind == "email")
        person.customer.company_id = next((self._by_domain[each] for each in domains if each in self._by_domain), None)
        self._new.append(person)

    def _name(self, person: Person, told: Told, *, is_new: bool) -> None:
        """A name is kept as it came first, unless it was one of their addresses."""
        name = name_in(told.own)
        if name and (is_new or person.customer.name in ("", *(way.value for way in told.ways))):
            self._set(person, "name", name[:200])

    def _set(self, person: Person, name: str, value: Any) -> None:
        if repr(getattr(person.customer, name)) != repr(value):  # 1 is not yes, nor 1.0
            setattr(person.customer, name, value)
            person.is_changed = True

    def _add(self, person: Person, ways: Iterable[Way]) -> None:
        for way in ways:
            if (way.kind, way.value) not in self._people:  # twice in one line
                self._people[way.kind, way.value] = person
                row = Identity(
                    kind=way.kind, value=way.value, is_primary=way.kind not in person.kinds, created_at=self.now
                )
                self._identities.append((person, row))
                person.kinds.add(way.kind)
                person.values.add(way.value)

    def _belong(self, person: Person, told: Told) -> None:
        company = self._companies.get(told.own.get("company", ""))
        if company and person.customer.company_id != company.pk:
            self._set(person, "company_id", company.pk)
            self._companies_set.append((person, company))

    def _hear(self, person: Person, told: Told) -> None:
        for word in told.consents:
            for row in added(person.consents, word, now=self.now):
                insort(person.consents, row, key=lambda each: each.at)
                self._consents.append((person, row))
        for text in told.notes:
            if text not in person.notes:
                person.notes.add(text)
                self._notes.append((person, CustomerNote(text=text, at=self.now)))

    def _write_companies(self) -> None:
        new = {company.pk: company for _person, company in self._companies_set if company._state.adding}
        insert_all(list(new.values()))
        for company in new.values():
            audit("company.added", by=None, on=f"company:{company.pk}", after={"name": company.name})

    def _write_changes(self) -> None:
        new = {id(person) for person in self._new}
        people = {id(person): person for person in self._people.values()}.values()
        changed = [each.customer for each in people if each.is_changed and id(each) not in new]
        if changed:
            said = [{"id": each.pk} | {name: getattr(each, name) for name in _CHANGED} for each in changed]
            with connection.cursor() as cursor:
                cursor.execute(_CHANGE, [json.dumps(said)])

    def _events(self) -> Iterator[tuple[Event, Customer, Any]]:
        for person, company in self._companies_set:
            yield CompanyChanged(company=company.pk, to=str(company)), person.customer, self.now
        for person, row in self._consents:
            facts = {"channel": row.channel, "purpose": row.purpose, "source": row.source}
            if kind := {Consent.State.GRANTED: ConsentGiven, Consent.State.WITHDRAWN: ConsentWithdrawn}.get(row.state):
                yield kind(**facts), person.customer, row.at
        for person, note in self._notes:
            yield CustomerNoted(note=note.pk), person.customer, self.now


def _owned(rows: Iterable[tuple[Person, Any]]) -> list[Any]:
    rows = list(rows)
    for person, row in rows:
        row.customer = person.customer
    return [row for _person, row in rows]


def _number(rows: Sequence[Any]) -> None:
    for row, key in zip(rows, reserved(type(rows[0]), len(rows)) if rows else (), strict=True):
        row.pk = key


def _domain(way: Way) -> str:
    return way.value.rpartition("@")[2]


def _is_strange(told: Told, new: Sequence[Way]) -> bool:
    """Whether an id alone leads to them, and all addresses and phones beside it are new."""
    beside = [way for way in told.ways if way.kind != "external"]
    return any(way.kind == "email" for way in beside) and all(way in new for way in beside)


def _is_another(person: Person, told: Told) -> bool:
    """Whether both have a name, and not the same."""
    name, known = name_in(told.own), person.customer.name
    return bool(name and known) and known not in person.values and known.casefold() != name.casefold()
