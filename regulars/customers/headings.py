"""What columns are called in the lists of customers that shops, helpdesks and newsletters export, and what each tells.

Only what is meant alike everywhere stands here. Every other column is kept as a fact under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from regulars.customers.models import CustomField

CONSENT, CONSENT_AT, CONSENT_SOURCE = "consent", "consent_at", "consent_source"
WAYS = {"id": "external", "email": "email", "phone": "phone"}  # columns by which somebody is known, the surest first
REPORT = ["line", "column", "why"]  # what stands behind the cells of lines that were refused: they come again, mended
_ALIKE = {
    "id": "customer_id customerid user_id userid external_id contact_id record_id klaviyo_id square_customer_id customer_no customer_number "
    "kunde_nr kunden_nr kundennr kundennummer kunden_id id_client numero_client n_client",
    "email": "e_mail mail email_address e_mail_address primary_email other_emails additional_email_addresses secondary_email billing_email e_mail_adresse "
    "email_adresse mailadresse adresse_e_mail adresse_mail courriel",
    "phone": "phone_number mobile mobile_phone mobile_phone_number mobile_number cell cell_phone telephone tel work_phone home_phone billing_phone telefon "
    "telefonnummer handy handynummer mobil mobilnummer mobiltelefon téléphone telephone_portable portable",
    "name": "full_name fullname customer_name display_name vollständiger_name nom_complet",
    "first_name": "firstname given_name fname vorname prénom prenom billing_first_name",
    "last_name": "lastname surname family_name lname nachname nom nom_de_famille billing_last_name",
    "language": "locale preferred_language sprache langue",
    "time_zone": "timezone zeitzone",
    "company": "company_name organization organisation organization_name organisation_name associated_company firma unternehmen société",
    "note": "notes memo customer_note notiz notizen bemerkung bemerkungen kundennotiz",
    "text": "zip zip_code plz postleitzahl postcode postal_code code_postal billing_postcode shipping_postcode default_address_zip "
    "default_address_phone fax twitter",  # kept as a fact, also where it looks like a number
    "region": "country country_code country_region default_address_country_code billing_country cc land pays",  # kept as facts as well
}  # fmt: skip
_MAIL = "accepts_email_marketing accepts_marketing email_marketing_consent email_marketing_status email_consent email_opt_in email_optin email_subscription_status newsletter"
_SMS = "accepts_sms_marketing sms_marketing_consent sms_marketing_status sms_consent sms_opt_in sms_optin"
# What says by its day alone that they agreed, or no more; and what says by its “yes” that they do not.
_SINCE = {"optin_time": "granted", "unsub_time": "withdrawn"}
_AGAINST = (
    "unsubscribed unsubscribed_from_emails unsubscribed_from_email unsubscribed_from_all_email email_opt_out email_optout opted_out_of_all_email "
    "opted_out_of_email_marketing_information"
)
_AT = ("_at", "_timestamp", "_date", "_updated_at")
SINGLE = ("name", "first_name", "last_name", "language", "time_zone", "company", "region")  # of two of these, the first


class Column(NamedTuple):
    """What one column tells."""

    heading: str
    tells: str  # of _ALIKE; "consent" …; "nothing"; else "fact"
    key: str = ""  # the name under which its cells are kept, if only as text
    field: CustomField | None = None
    channel: str = ""  # of a consent
    state: str = ""  # that a consent has by its day alone, or by a “yes”


def columns_of(headings: Sequence[str], fields: Mapping[str, CustomField]) -> list[Column]:
    """What each column tells; `fields` are those of the house, by key and by label in small letters."""
    found: list[Column] = []
    kept: set[str] = set()
    report = len(headings)
    while [*headings[:report][-len(REPORT) :]] == REPORT:  # once for each time that they were refused
        report -= len(REPORT)
    for place, heading in enumerate(headings):
        field = fields.get(heading.casefold())
        key = _unlike(field.key if field else heading or f"column {place + 1}", kept)
        column = Column(heading or key, "fact", key, field)
        told = _TOLD.get(_plain(heading), column) if place < report else Column(heading, "nothing")
        is_own = field is not None and told.tells not in OWN
        is_second = told.tells in SINGLE and any(each.tells == told.tells for each in found)
        kept.add(key)
        found.append(column if is_own or is_second else told._replace(heading=column.heading, key=key, field=field))
    asked = {each.channel for each in found if each.tells == CONSENT and not each.state}
    return [
        each._replace(tells="fact")
        if each.tells in (CONSENT_AT, CONSENT_SOURCE) and not each.state and each.channel not in asked
        else each
        for each in found
    ]


def _unlike(key: str, kept: set[str]) -> str:
    """A second column of a name has one of its own, so that it does not take the place of the first."""
    numbered = (key if number == 1 else f"{key} {number}" for number in range(1, len(kept) + 2))
    return next(each for each in numbered if each not in kept)


def _plain(heading: str) -> str:
    return re.sub(r"\W+", "_", heading.casefold()).strip("_")


def _known() -> dict[str, Column]:
    known = {
        name: Column(name, tells)
        for tells, names in _ALIKE.items()
        for name in (tells, *names.split())
        if name not in ("text", "region")  # the regions of most lists are states: DE is Delaware
    }
    for channel, names in {"email": _MAIL, "sms": _SMS, "phone": "", "whatsapp": "", "post": "", "push": ""}.items():
        for name in (f"{channel}_marketing", *names.split()):
            known[name] = Column(name, CONSENT, channel=channel)
            known |= {f"{name}{end}": Column(name, CONSENT_AT, channel=channel) for end in _AT}
            known[f"{name}_source"] = Column(name, CONSENT_SOURCE, channel=channel)
    for name in _AGAINST.split():
        known[name] = Column(name, CONSENT, channel="email", state="withdrawn")
    for name, state in _SINCE.items():
        known[name] = Column(name, CONSENT_AT, channel="email", state=state)
    return known


# Also where a field is called so.
OWN = ("id", "email", "phone", "name", "first_name", "last_name", "language", "region")
_TOLD = _known()
