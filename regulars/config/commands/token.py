"""`bin/regulars token`: keys for programs that use the API."""

import argparse

from regulars.config.environment import Problem

HELP = "Create, list or revoke the tokens with which programs use the API."
MORE = """\
examples:
  bin/regulars token create grace@coffee.example --name "Web shop"
  bin/regulars token list
  bin/regulars token revoke 3
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="create | list | revoke")
    create = actions.add_parser("create", help="make a token; it is shown once and never again")
    create.add_argument("email", help="the agent in whose name the program acts")
    create.add_argument("--name", default="Command line", help="what it is for (%(default)s)")
    actions.add_parser("list", help="show all tokens, without their secrets")
    revoke = actions.add_parser("revoke", help="make a token useless from now on")
    revoke.add_argument("number", type=int, help="its number in the list")


def run(options: argparse.Namespace) -> int:
    {"create": _create, "list": _list, "revoke": _revoke}[options.action](options)
    return 0


def _create(options: argparse.Namespace) -> None:
    from regulars.api.models import ApiToken
    from regulars.team.actions.audit import audit
    from regulars.team.models import Agent

    agent = Agent.objects.filter(email__iexact=options.email, is_active=True).first()
    if agent is None:
        raise Problem(f"No active agent has the address {options.email}.")
    secret = ApiToken.issue(agent=agent, name=options.name)
    audit("token.created", by=None, on=f"agent:{agent.pk}", after={"name": options.name, "from": "command line"})
    print(secret)


def _list(options: argparse.Namespace) -> None:
    from regulars.api.models import ApiToken

    for token in ApiToken.objects.select_related("agent").order_by("pk"):
        print(f"{token.pk:>4}  {token.agent.email:<32}  {token.name}")


def _revoke(options: argparse.Namespace) -> None:
    from regulars.api.models import ApiToken
    from regulars.team.actions.audit import audit

    token = ApiToken.objects.filter(pk=options.number).first()
    if token is None:
        raise Problem(f"There is no token {options.number}. `bin/regulars token list` shows all.")
    token.delete()
    audit("token.revoked", by=None, on=f"agent:{token.agent_id}", before={"name": token.name})
