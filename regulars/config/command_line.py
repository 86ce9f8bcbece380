"""`bin/regulars NAME …`: everything that can be done from a terminal."""

import argparse
import errno
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from types import ModuleType

from regulars.config import environment
from regulars.config.environment import Problem

# Name → the module with HELP, `arguments(parser)`, `run(options) -> int` and, unless it is "tables", NEEDS:
# "nothing", "server" (a database that answers) or "tables" (Django is set up and the tables are there).
COMMANDS = {
    "run": "regulars.config.commands.run",
    "web": "regulars.config.commands.web",
    "worker": "regulars.config.commands.worker",
    "migrate": "regulars.config.commands.migrate",
    "seed": "regulars.config.commands.seed",
    "import": "regulars.config.commands.import_",
    "export": "regulars.config.commands.export",
    "mailbox": "regulars.config.commands.mailbox",
    "letters": "regulars.config.commands.letters",
    "agent": "regulars.config.commands.agent",
    "token": "regulars.config.commands.token",
    "read-letter": "regulars.config.commands.read_letter",
    "hours": "regulars.config.commands.hours",
    "answer": "regulars.config.commands.answer",
    "predict": "regulars.config.commands.predict",
    "doctor": "regulars.config.commands.doctor",
    "backup": "regulars.config.commands.backup",
    "restore": "regulars.config.commands.restore",
    "shell": "regulars.config.commands.shell",
}


def main(words: list[str] | None = None) -> int:
    """Do what the words ask for. A problem that a person can mend is told in words, never as a traceback."""
    words = sys.argv[1:] if words is None else words
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    try:
        if not words or words[0] not in COMMANDS:
            return _overview(words)
        return _obey(words[0], import_module(COMMANDS[words[0]]), words[1:])
    except Problem as problem:
        print(str(problem), file=sys.stderr, end="\n" if str(problem) else "")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains again at its end
        return 1
    except OSError as error:
        if not (help_ := _help_with(error)):
            raise
        print(f"{error.strerror}: {error.filename or environment.data_folder()}. {help_}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def _help_with(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Free some space."
    if error.errno in {errno.EACCES, errno.EPERM} and str(error.filename).startswith(str(environment.data_folder())):
        return (
            "The data folder holds files of somebody else: run Regulars as them, or make all of it yours with chown -R."
        )
    return ""


def _obey(name: str, command: ModuleType, words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog=f"bin/regulars {name}",
        description=command.HELP,
        epilog=getattr(command, "MORE", None),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.arguments(parser)
    options = parser.parse_args(words)
    needs = getattr(command, "NEEDS", "tables")
    with nullcontext() if needs == "nothing" else _database(name):
        if needs == "tables":
            _set_up_tables()
        return command.run(options)


def _database(name: str) -> AbstractContextManager[None]:
    from regulars.config.database import running

    return running(name)


def _set_up_tables() -> None:
    from regulars.config.commands import migrate

    migrate.set_up()
    migrate.catch_up()


def _overview(words: list[str]) -> int:
    is_asked = not words or words[0] in {"-h", "--help", "help"}
    out = sys.stdout if is_asked else sys.stderr
    if not is_asked:
        print(f"There is no command {words[0]!r}.\n", file=out)
    print("Usage: bin/regulars COMMAND …\n", file=out)
    for name, module in COMMANDS.items():
        print(f"  {name:<13}{import_module(module).HELP}", file=out)
    print("\n`bin/regulars COMMAND --help` tells more about each.", file=out)
    return 0 if is_asked else 2


if __name__ == "__main__":
    sys.exit(main())
