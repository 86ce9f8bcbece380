"""PostgreSQL's own programs for copying a whole database out and in."""

import os
import shutil
import subprocess
import tempfile
from itertools import islice
from pathlib import Path

from regulars.config import binaries, environment
from regulars.config.environment import Problem

PREAMBLE = 30  # lines, within which a dump sets the session's parameters
# Everything of ours in the database, whoever made it; what belongs to extensions stays.
EMPTYING = """
DO $$
DECLARE command text;
BEGIN
    FOR command IN
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        UNION ALL
        SELECT format('DROP TYPE IF EXISTS %s CASCADE', oid::regtype) FROM pg_type
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')
        UNION ALL
        SELECT format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %s CASCADE', oid::regconfig) FROM pg_ts_config
        WHERE cfgnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_ts_config.oid AND deptype = 'e')
    LOOP
        EXECUTE command;
    END LOOP;
END $$;
"""


def dump(file: Path) -> None:
    """Write one consistent picture of the whole database, compressed."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def has_tables() -> bool:
    """Whether the database holds anything of ours."""
    from django.db import connection

    return bool(connection.introspection.table_names())


def replace_everything(file: Path) -> None:
    """Put a dump in the place of all that the database holds, in one transaction."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as emptying, tempfile.NamedTemporaryFile("w") as wanted:
        emptying.write(EMPTYING)
        emptying.flush()
        wanted.write(_wanted_entries(file))
        wanted.flush()
        _pour(file, wanted=wanted.name, emptying=emptying.name)


def _pour(file: Path, *, wanted: str, emptying: str) -> None:
    restore = [_program("pg_restore"), "--no-owner", "--no-privileges", f"--use-list={wanted}", "--file=-", file]
    quiet = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    source = subprocess.Popen(restore, stdout=subprocess.PIPE)
    target = subprocess.Popen(
        [_program("psql"), *quiet, f"--file={emptying}", "--file=-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_surroundings(),
    )
    try:
        for line in islice(source.stdout, PREAMBLE):
            if line != b"SET transaction_timeout = 0;\n":  # unknown to servers older than 17
                target.stdin.write(line)
        shutil.copyfileobj(source.stdout, target.stdin)
    except BrokenPipeError:
        source.kill()
    if source.wait():
        target.kill()
        raise Problem("The backup is damaged. Nothing was changed.")
    _, words = target.communicate()
    if target.returncode:
        raise Problem(f"The database refused the backup; nothing was changed:\n{words.decode().strip()}")


def _wanted_entries(file: Path) -> str:
    """The dump's table of contents without extensions that this server does not have: it may not need them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions")
        available = {name for (name,) in cursor.fetchall()}
    listed = subprocess.run([_program("pg_restore"), "--list", file], capture_output=True, text=True)
    if listed.returncode:
        raise Problem("The backup is damaged. Nothing was changed.")
    kept = []
    for line in listed.stdout.splitlines():
        words = line.split()
        is_extension = len(words) > 5 and words[3] == "EXTENSION"
        is_comment = len(words) > 6 and words[3] == "COMMENT" and words[5] == "EXTENSION"
        if not is_comment and not (is_extension and words[5] not in available):
            kept.append(line)
    return "\n".join(kept) + "\n"


def _run(name: str, *words: str) -> None:
    done = subprocess.run([_program(name), *words], env=_surroundings(), capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"{name} failed:\n{done.stderr.strip()}")


def _program(name: str) -> str:
    """The program that came with the embedded PostgreSQL, unless the server is newer than that."""
    from django.db import connection

    connection.ensure_connection()
    if connection.connection.info.server_version // 10000 <= binaries.major_version():
        return str(binaries.program(name))
    if found := shutil.which(name):
        return found
    raise Problem(f"The server is newer than the {name} brought along. Install its client programs.")


def _surroundings() -> dict[str, str]:
    """The database's address in variables, where other users of the machine cannot see the password."""
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.pq import Conninfo

    variables = {option.keyword.decode(): option.envvar for option in Conninfo.get_defaults()}
    options = conninfo_to_dict(environment.database_url())
    given = {variables[name].decode(): str(value) for name, value in options.items() if variables.get(name)}
    return {**os.environ, **given}
