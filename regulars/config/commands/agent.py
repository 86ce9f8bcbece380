"""`bin/regulars agent EMAIL`: the first owner of a new house, and whoever is locked out."""

import argparse
import secrets
from typing import TYPE_CHECKING

from regulars.config.environment import Problem

if TYPE_CHECKING:
    from regulars.team.models import Agent

HELP = "Let somebody into the desk, or give them a new password."
MORE = """\
Prints a new password. Colleagues are better invited from the desk; this is for the first owner,
and for whoever is locked out.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument("--name", help="how customers know them; needed for somebody new")
    parser.add_argument(
        "--without-second-factor", action="store_true", help="also forget a second factor that was lost"
    )
    parser.add_argument(
        "--role", default="owner", help="of somebody new: owner, agent, or any other that there is (owner)"
    )


def run(options: argparse.Namespace) -> int:
    from django.db import transaction

    from regulars.team.actions.audit import audit
    from regulars.team.actions.reset_factors import reset_factors
    from regulars.team.models import Agent

    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        agent = Agent.objects.filter(email__iexact=options.email).first() or _newcomer(options)
        agent.set_password(password)
        agent.is_active = True
        agent.save()
        if options.without_second_factor:
            reset_factors(agent, by=None)
        audit("agent.password_set", by=None, on=f"agent:{agent.pk}", after={"from": "command line"})
    print(f"{agent.email} signs in with the password {password}")
    return 0


def _newcomer(options: argparse.Namespace) -> "Agent":
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from regulars.team.models import Agent, Role
    from regulars.team.permissions import GIVEN_ROLES

    try:
        validate_email(options.email)
    except ValidationError:
        raise Problem(f"{options.email!r} is not an e-mail address.") from None
    if not options.name:
        raise Problem(f'{options.email} is new. Say who it is: bin/regulars agent {options.email} --name "Grace Hall"')
    role = Role.objects.named(options.role)
    if role is None:
        known = ", ".join([*GIVEN_ROLES, *Role.objects.exclude(pk__in=GIVEN_ROLES).values_list("pk", flat=True)])
        raise Problem(f"There is no role {options.role!r}. These are: {known}.")
    return Agent(email=options.email.lower(), name=options.name, role=role)
