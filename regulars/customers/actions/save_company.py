from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actions.edit_customer import UNCHANGED, with_attributes
from regulars.customers.custom_fields import defaults
from regulars.customers.models import Company, CompanyDomain, Customer
from regulars.customers.public_mail import is_public
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST_DOMAINS = 100
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?[.])+[a-z0-9-]{2,63}")


@transaction.atomic
def save_company(
    company: Company,
    *,
    name: str = UNCHANGED,
    notes: str = UNCHANGED,
    domains: Iterable[str] = UNCHANGED,
    attributes: dict[str, Any] = UNCHANGED,
    by: Agent | None,
) -> Company:
    """Add a company, or change one. Who is of no company yet and writes from one of its new domains joins it now.

    `attributes` are merged in; one set to None is taken away. Raises ValidationError naming the field, and then changes nothing.
    """
    is_new = company.pk is None
    if not is_new:
        company.refresh_from_db(from_queryset=Company.objects.select_for_update(no_key=True))
    before = {} if is_new else _facts(company)
    if name is not UNCHANGED or is_new:
        company.name = _name("" if name is UNCHANGED else name)
    if notes is not UNCHANGED:
        company.notes = _notes(notes)
    known = defaults("company") if is_new else company.attributes
    company.attributes = with_attributes("company", known, {} if attributes is UNCHANGED else attributes)
    company.save()
    if domains is not UNCHANGED:
        _keep_domains(company, [_domain(each) for each in domains if each.strip()])
    audit(
        "company.added" if is_new else "company.changed",
        by=by,
        on=f"company:{company.pk}",
        before=before,
        after=_facts(company),
    )
    return company


def _facts(company: Company) -> dict[str, Any]:
    domains = list(company.domains.values_list("domain", flat=True))
    return {"name": company.name, "notes": company.notes, "attributes": company.attributes, "domains": domains}


def _name(name: str) -> str:
    name = " ".join(storable(name).split())
    if not 1 <= len(name) <= 200:
        raise refusal("name", _("A name has 1 to 200 characters."), "too_long" if name else "missing")
    return name


def _notes(notes: str) -> str:
    if len(notes) > 20_000:
        raise refusal("notes", _("The notes have at most 20,000 characters."), "too_long")
    return storable(notes).strip()


def _domain(written: str) -> str:
    domain = written.strip().lower().rpartition("@")[2].rstrip(".")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise refusal("domains", _("“%s” is no mail domain. They look like hotel.example.") % written.strip()[:80])
    if is_public(domain):
        raise refusal("domains", _("Anybody may have an address at %s: its people are no company.") % domain, "public")
    return domain


def _keep_domains(company: Company, domains: list[str]) -> None:
    if len(domains) > MOST_DOMAINS:
        raise refusal("domains", _("A company has at most %d domains.") % MOST_DOMAINS, "too_many")
    company.domains.exclude(domain__in=domains).delete()
    for domain in dict.fromkeys(domains):
        kept, is_new = CompanyDomain.objects.get_or_create(domain=domain, defaults={"company": company})
        if kept.company_id != company.pk:
            raise refusal(
                "domains",
                _("%(domain)s belongs to %(company)s already.") % {"domain": domain, "company": kept.company},
                "taken",
            )
        if is_new:
            theirs = Customer.objects.met().filter(identities__kind="email", identities__value__endswith=f"@{domain}")
            Customer.objects.filter(pk__in=theirs.values("pk"), company=None).update(company=company)
