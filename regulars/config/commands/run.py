"""`bin/regulars run`: everything, until Ctrl-C."""

import argparse

HELP = "Start everything: database, web and worker. Ctrl-C stops it."
MORE = """\
environment variables:
  REGULARS_PORT           port of the desk and the API (8000)
  REGULARS_SMTP_PORT      port on which letters come in (2525)
  REGULARS_LISTEN         address that both listen on (127.0.0.1: this machine alone)
  REGULARS_DATA           folder of everything that must be kept (./var)
  REGULARS_URL            address under which people reach this installation (http://localhost:PORT)
  REGULARS_WORLD          what a new database is filled with (coffee_shop; none: nothing)
  DATABASE_URL            a PostgreSQL of your own, 15 or newer (unset: the embedded one)
  REGULARS_SMTP_URL       mail server for replies, smtp://user:password@host:587 (unset: /sent-mail)

docs/manual/install.md tells the rest.
"""
NEEDS = "nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    from regulars.config.supervise import supervise

    supervise()
    return 0
