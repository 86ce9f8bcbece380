"""Finding people and companies by whatever an agent remembers of them: a part of a name, an address, a phone, or nearly a name."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from regulars.customers.identities import loose_email
from regulars.customers.models import Company, CompanyDomain, Customer, Identity
from regulars.lib import letters
from regulars.lib.texts import storable

MANY = 200  # people that a name may mean in a search
NEAR = 0.3  # of the trigrams of what was typed: fewer are too many people to look at
ALIKE = 0.65  # of the letters of each word, in their order: less is another name
LOOKED_AT = 50
SHORTEST = 4  # letters of a name that may be misspelled
FEWEST_DIGITS = 4  # of a phone
Named = TypeVar("Named", Customer, Company)


def matching(text: str) -> QuerySet[Customer]:
    """Customers whose name, company, address, phone or other id has all these words; everybody when there are none. Newest first."""
    words = storable(text).split()[:8]
    everybody = Customer.objects.met().select_related("company").order_by("-pk")
    if not words:
        return everybody
    named, employed = Customer.objects.all(), companies_named(text)
    for word in words:
        named = named.annotate(folded=folded("name")).filter(folded__contains=letters.folded(word))
    known = Identity.objects.filter(value__contains=loose_email(text))
    digits = "".join(letter for letter in text if letter.isdigit())
    ways = [named.values("pk"), Customer.objects.filter(company__in=employed).values("pk"), known.values("customer")]
    if len(digits) >= FEWEST_DIGITS:
        ways.append(Identity.objects.filter(kind="phone", value__contains=digits).values("customer"))
    return everybody.filter(pk__in=ways[0].order_by().union(*(way.order_by() for way in ways[1:]), all=True))


def people_like(text: str, *, limit: int = MANY) -> list[Customer]:
    """Those that match, or else those whose name is nearly this: Jonh Smiht is John Smith. The likest first."""
    found = list(matching(text)[:limit])
    return found or _nearly(text, Customer.objects.met().select_related("company"))[:limit]


def companies_like(text: str, *, limit: int = MANY) -> list[Company]:
    """Companies of this name or domain, or else of nearly this name."""
    return list(companies_matching(text).order_by("-pk")[:limit]) or _nearly(text, Company.objects.all())[:limit]


def companies_matching(text: str) -> QuerySet[Company]:
    """Companies whose name has all these words, or that have a domain with this in it."""
    domains = CompanyDomain.objects.filter(domain__contains=storable(text).strip().lower()).values("company")
    return Company.objects.filter(Q(pk__in=companies_named(text).values("pk")) | Q(pk__in=domains))


def companies_named(text: str) -> QuerySet[Company]:
    """Companies whose name has all these words."""
    found = Company.objects.annotate(folded=folded("name"))
    for word in storable(text).split()[:8]:
        found = found.filter(folded__contains=letters.folded(word))
    return found


def folded(column: str) -> Func:
    """A name in the form that its index has."""
    return Func(F(column), function="folded", output_field=TextField())


@transaction.atomic
def _nearly(text: str, among: QuerySet[Named]) -> list[Named]:
    """Spelled nearly so, perhaps in another order: trigrams find some, and each word is then compared with theirs."""
    wanted = letters.folded(storable(text))[:100]
    if len(wanted) < SHORTEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(NEAR)])
    near = among.annotate(folded=folded("name")).filter(folded__trigram_word_similar=wanted)
    near = near.order_by(Func(Value(wanted), F("folded"), function="word_similarity").desc(), "-pk")
    measured = [(_likeness(wanted.split(), each.folded.split()), each) for each in near[:LOOKED_AT]]
    return [each for likeness, each in sorted(measured, key=lambda one: -one[0]) if likeness >= ALIKE]


def _likeness(wanted: list[str], name: list[str]) -> float:
    """How like the least like of the words is to the one of the name that it is nearest to."""
    return min(max((SequenceMatcher(None, word, part).ratio() for part in name), default=0.0) for word in wanted)
