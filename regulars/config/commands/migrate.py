"""`bin/regulars migrate`: make the tables fit this release."""

import argparse

from regulars.config import environment, migrated
from regulars.config.environment import Problem
from regulars.config.progress import step

HELP = "Make the tables fit this release. Harmless when they do already."
NEEDS = "server"
OLDEST_SERVER = 15


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first-world", action="store_true", help="and fill a new database, as bin/run does")


def run(options: argparse.Namespace) -> int:
    if not options.first_world:
        set_up()
        print("The tables fit this release." if catch_up() else "The tables fitted already.")
        return 0
    with step(3, "Tables"):
        set_up()
        catch_up()
    from regulars.config.commands.seed import fill_new_database

    fill_new_database()
    return 0


def set_up() -> None:
    """Load Django and make sure that the database is one that we can work with."""
    import django

    django.setup()
    _refuse_unreachable_server()


def catch_up() -> bool:
    """Run the migrations that are missing; False when there were none."""
    if migrated.is_certain():
        return False
    from django.core.management import call_command

    is_behind = bool(missing_migrations())
    refuse_migrations_of_newer_release(applied_migrations())
    if is_behind:
        call_command("migrate", verbosity=0, interactive=False)
    migrated.remember()
    return is_behind


def missing_migrations() -> list[str]:
    """The migrations of this release that the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied_migrations() -> list[str]:
    """The migrations that the database has seen, as `app.name`."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def refuse_migrations_of_newer_release(applied: list[str]) -> None:
    """Tables that a newer release has changed are not touched."""
    if unknown := _unknown(applied):
        raise Problem(
            f"This database was made by a newer release of Regulars (it knows {', '.join(unknown[:3])}). "
            "Install that release, or use another database: REGULARS_DATA or DATABASE_URL."
        )


def _unknown(applied: list[str]) -> list[str]:
    """Migrations of our own modules that this release does not have."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    disk = MigrationLoader(None).disk_migrations
    known = {*disk, *(key for migration in disk.values() for key in migration.replaces)}
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("regulars.")}
    return [name for name in applied if name.split(".")[0] in ours and tuple(name.split(".", 1)) not in known]


def _refuse_unreachable_server() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        where = "the embedded PostgreSQL" if environment.is_embedded() else "the PostgreSQL that DATABASE_URL names"
        raise Problem(f"Cannot reach {where}: {str(error).strip()}") from None
    if (version := connection.connection.info.server_version // 10000) < OLDEST_SERVER:
        raise Problem(
            f"PostgreSQL {OLDEST_SERVER} or newer is needed; DATABASE_URL names a server of version {version}. "
            "Upgrade it, or unset DATABASE_URL to use the embedded one."
        )
