"""django-helpdesk beside us: in an environment of its own, on the same PostgreSQL, with the same conversations and words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench import cpu, post
from bench.asking import Visitor, measured
from bench.house import House, drop, end, free_port, wait_for_port
from bench.table import Measure
from regulars.lib.postgres import connection_facts
from seeds import bulk

PACKAGES = ("django-helpdesk==2.6.1", "gunicorn==27.0.1", "psycopg[binary]==3.3.9")
LETTERS = 300
PROJECT = Path(__file__).parent / "project"

# Their tickets begin with the first message; the others are follow-ups. Status 1 is open, 3 resolved.
COPIES = {
    """SELECT conversation.id, left(conversation.subject, 200), conversation.created_at, conversation.last_activity_at,
              first.author_address, CASE WHEN status = 'open' THEN 1 ELSE 3 END, first.text, 3, 1, 'x' || conversation.id, false
       FROM conversations_conversation AS conversation
       JOIN conversations_message AS first ON first.conversation_id = conversation.id AND first.position = 1
       ORDER BY conversation.id""":
    "helpdesk_ticket (id, title, created, modified, submitter_email, status, description, priority, queue_id, secret_key, on_hold)",
    """SELECT conversation_id, created_at, subject, text, kind <> 'note', '[]'
       FROM conversations_message WHERE position > 1 ORDER BY conversation_id, position""":
    "helpdesk_followup (ticket_id, date, title, comment, public, email_recipients)",
}  # fmt: skip


@dataclass
class Peer:
    """Their server. It has what a bench asks of a house: ports, and CPU time."""

    house: House
    folder: Path
    name: str
    python: Path
    ports: dict[str, int] = field(default_factory=lambda: {"web": free_port()})
    facts: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def size(self) -> int:
        return self.house.size

    def cpu(self) -> float:
        return cpu.spent([self.house.database, *([self.process.pid] if self.process else [])])

    def surroundings(self) -> dict[str, str]:
        facts = connection_facts()
        names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        peer = {f"PEER_{name}": str(facts.get(key) or "") for name, key in names.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))}
        return kept | peer | {"PEER_DATABASE": self.name, "PEER_FOLDER": str(self.folder), "PYTHONPATH": str(PROJECT)}

    def run(self, *words: str) -> str:
        command = [str(self.python), *words]
        return subprocess.run(
            command, env=self.surroundings(), cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout


def measures(house: House) -> Iterator[Measure]:
    house.stop()
    peer = Peer(house, house.folder / "helpdesk", "regulars_bench_helpdesk", _environment())
    (peer.folder / "mail").mkdir(parents=True)
    with psycopg.connect(**connection_facts(), autocommit=True) as ours:
        drop(ours, peer.name)
        ours.execute(f"CREATE DATABASE {peer.name}")
        try:
            peer.facts["cookie"] = f"sessionid={peer.run('desk/prepare.py')}"
            _copy(ours, peer.name)
            yield from _pages(peer)
            yield _letters(peer)
        finally:
            if peer.process:
                end(peer.process)
            drop(ours, peer.name)


def _environment() -> Path:
    """Made once, kept in the cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "regulars-bench" / "-".join(PACKAGES[:1])
    python = cache / "bin" / "python"
    if not (cache / "made").exists():
        print(f"Making an environment for {PACKAGES[0]} in {cache} …", file=sys.stderr)
        if uv := shutil.which("uv"):
            subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(cache)], check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", str(python), *PACKAGES], check=True)
        else:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(cache)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (cache / "made").touch()
    return python


def _copy(ours: psycopg.Connection, name: str) -> None:
    """Our conversations into their tables, and their tables into a good state."""
    with psycopg.connect(**{**connection_facts(), "dbname": name}, autocommit=True) as theirs:
        for select, target in COPIES.items():
            with (
                ours.cursor().copy(f"COPY ({select}) TO STDOUT") as source,
                theirs.cursor().copy(f"COPY {target} FROM STDIN") as copy,
            ):
                for block in source:
                    copy.write(block)
        theirs.execute("SELECT setval(pg_get_serial_sequence('helpdesk_ticket', 'id'), max(id)) FROM helpdesk_ticket")
        theirs.execute("VACUUM (ANALYZE)")


def _pages(peer: Peer) -> Iterator[Measure]:
    command = [
        str(peer.python.parent / "gunicorn"),
        "desk.wsgi",
        "-b",
        f"127.0.0.1:{peer.ports['web']}",
        "-w",
        "2",
        "--preload",
    ]
    peer.process = subprocess.Popen(command, env=peer.surroundings(), cwd=PROJECT, stderr=subprocess.DEVNULL)
    wait_for_port(peer.ports["web"], peer.process)
    agent = Visitor(peer, is_program=False)
    yield measured(
        "helpdesk inbox", peer, lambda _: (agent.get("/tickets/"), agent.get(_list({"status__in": [1, 2]}))), n=30
    )
    numbers = _of_ten(peer)
    name = "helpdesk conversation"
    yield measured(name, peer, lambda n: agent.get(f"/tickets/{numbers[n % len(numbers)]}/", marker="Hello"), n=60)
    for rarity, word in (("mid", bulk.IN_ONE_OF_100), ("rare", bulk.IN_ONE_OF_5000)):
        yield measured(f"helpdesk search {rarity}", peer, lambda _, word=word: agent.get(_list({}, word)), n=12)
    ticket = {
        "queue": 1,
        "title": "A question",
        "description": "Where is my order?",
        "submitter_email": "a@b.example",
        "priority": 3,
    }
    agent.headers |= _csrf(peer)
    yield measured("helpdesk create", peer, lambda _: agent.post("/api/tickets/", ticket), n=100)


def _list(filters: dict[str, object], search: str = "") -> str:
    """The address from which their list fetches its rows."""
    asked = {
        "filtering": filters,
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": True,
        "search_string": search,
    }
    return f"/datatables_ticket_list/{b64encode(json.dumps(asked).encode()).decode()}?draw=1&start=0&length=25"


def _csrf(peer: Peer) -> dict[str, str]:
    token = "a" * 32
    return {"Cookie": f"{peer.facts['cookie']}; csrftoken={token}", "X-CSRFToken": token}


def _of_ten(peer: Peer) -> list[int]:
    ask = "SELECT ticket_id FROM helpdesk_followup GROUP BY ticket_id HAVING count(*) = 9 ORDER BY 1 LIMIT 50"
    with psycopg.connect(**{**connection_facts(), "dbname": peer.name}) as theirs:
        return [number for (number,) in theirs.execute(ask)]


def _letters(peer: Peer) -> Measure:
    """Their way of taking letters in: a folder that a command reads."""
    for number, letter in enumerate(post.letters(LETTERS, seed=9)):
        (peer.folder / "mail" / f"{number}.eml").write_bytes(letter)
    before, began = cpu.spent([peer.house.database]), time.perf_counter()
    own = os.times()
    peer.run("-m", "django", "get_email", "--settings", "desk.settings", "--quiet")
    now, wall = os.times(), time.perf_counter() - began
    spent = now.children_user + now.children_system - own.children_user - own.children_system
    spent += cpu.spent([peer.house.database]) - before
    return Measure(
        name="helpdesk letter", size=peer.size, n=LETTERS, cpu_ms=spent / LETTERS * 1000, per_second=LETTERS / wall
    )  # fmt: skip
