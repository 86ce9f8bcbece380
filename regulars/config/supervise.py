"""Starts PostgreSQL, prepares the tables, starts web and worker, and keeps all of them running until told to stop."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

from regulars.config import environment, locks, migrated, ports, shared
from regulars.config.certificate import refuse_wrong_certificate
from regulars.config.child import Child, lock_path
from regulars.config.environment import Problem
from regulars.config.forked import Forked
from regulars.config.postgres import Server
from regulars.config.progress import step

BETWEEN_LOOKS = 60.0  # seconds between two looks at how long the logs are
LONGEST_PAUSE = 10.0  # seconds between two attempts to restart something that keeps dying


@dataclass
class Watched:
    """Something that must run, and how often it has just failed to."""

    name: str
    what: Child | Server
    started_at: float
    is_down: bool = False
    failures: int = 0
    again_at: float = 0

    def keep_alive(self) -> None:
        """Start it again: at once the first time, then with pauses that double while it keeps dying."""
        if self.what.is_alive:
            return
        now = time.monotonic()
        if not self.is_down:
            self.is_down = True
            self.failures = 1 if now - self.started_at > 2 * LONGEST_PAUSE else self.failures + 1
            self.again_at = now + (0 if self.failures == 1 else min(0.2 * 2**self.failures, LONGEST_PAUSE))
            _say(f"{self.name} {_ending(self.what)}")
        if now >= self.again_at:
            self._start()

    def _start(self) -> None:
        self.started_at, self.is_down = time.monotonic(), False
        try:
            self.what.start()
            _say(f"{self.name} was started again.")
        except (Problem, OSError) as problem:
            _say(str(problem))


class Supervisor:
    """Everything that `bin/run` starts."""

    def __init__(self) -> None:
        self.server = Server() if environment.is_embedded() else None
        self.web = _copy("web")
        self.worker = _copy("worker")

    def run(self) -> None:
        """Start all, watch over all, and stop all in order when asked to."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:  # nohup wants it ignored
                signal.signal(sign, _stop)
        try:
            self._start()
            print(_table(), flush=True)
            self._watch()
        except KeyboardInterrupt:
            print("\nStopping …", flush=True)
        finally:
            self._stop_all()

    def _start(self) -> None:
        for child in (self.web, self.worker):
            child.end_orphan()
        _refuse_taken_ports()
        refuse_wrong_certificate()
        if self.server:
            with step(2, "PostgreSQL"):
                self.server.start()
        if not migrated.is_certain():
            _prepare_tables()
        with step(5, "Web and worker"):
            shared.load()
            self.web.start()
            self.worker.start()
            self._wait_until_answering()

    def _wait_until_answering(self) -> None:
        if not _answers(self.web, environment.web_port(), seconds=60):
            raise Problem(f"web does not answer. The end of {self.web.log}:\n{self.web.last_words()}")
        if not _answers(self.worker, environment.smtp_port(), seconds=10):
            _say(f"No letters are taken in by SMTP yet: see {self.worker.log}")

    def _watch(self) -> None:
        now = time.monotonic()
        watched = [Watched(child.name, child, now) for child in (self.web, self.worker)]
        if self.server:
            watched.insert(0, Watched("postgres", self.server, now))
        looked = now
        while True:
            if self.server:
                self.server.hurry()
            for one in watched:
                one.keep_alive()
            if time.monotonic() - looked > BETWEEN_LOOKS:
                looked = time.monotonic()
                for child in self._children():
                    child.keep_log_small()
            time.sleep(0.1)

    def _children(self) -> list[Child]:
        server = self.server.child if self.server else None
        return [self.web, self.worker, *([server] if server else [])]

    def _stop_all(self) -> None:
        """Web and worker first, so that they finish what they are at; a second Ctrl-C does not wait for them."""
        with suppress(KeyboardInterrupt):
            for child in (self.web, self.worker):
                child.ask_to_stop()
            for child in (self.web, self.worker):
                child.wait_for_end(seconds=10)
        if self.server:
            self.server.stop()


def supervise() -> None:
    """Run Regulars on its data folder, unless somebody does already."""
    os.environ["REGULARS_DATA"] = str(environment.make_data_folder())  # absolute: others start in another folder
    owner = locks.open_lock(lock_path("owner"))
    if not locks.try_lock(owner, seconds=1):  # a moment for an earlier run that is just ending
        process, _, purpose = locks.read_holder(owner).partition(" ")
        busy = "Regulars is running already" if purpose == "run" else f"`bin/regulars {purpose}` is at work"
        raise Problem(
            f"{busy} on the data folder {environment.data_folder()} (process {process}). "
            "Stop it first, or use another folder and other ports: REGULARS_DATA, REGULARS_PORT, REGULARS_SMTP_PORT."
        )
    locks.write_holder(owner, f"{os.getpid()} run")
    try:
        Supervisor().run()
    finally:
        os.close(owner)


def _answers(child: Child, port: int, *, seconds: float) -> bool:
    """Whether it answers in time; one that ends instead is a problem."""
    until = time.monotonic() + seconds
    while not (is_answering := ports.is_answering(environment.listen_address(), port)) and time.monotonic() < until:
        if not child.is_alive:
            raise Problem(f"{child.name} {_ending(child)} Its last words:\n{child.last_words()}")
        time.sleep(0.05)
    return is_answering


def _copy(name: str) -> Forked:
    return Forked(name=name, work=shared.as_process(name), folder=environment.ROOT)


def _refuse_taken_ports() -> None:
    listen, web, smtp = environment.listen_address(), environment.web_port(), environment.smtp_port()
    if web == smtp:
        raise Problem(f"REGULARS_PORT and REGULARS_SMTP_PORT are both {web}. Choose two.")
    ports.refuse_taken_port(listen, web, variable="REGULARS_PORT")
    ports.refuse_taken_port(listen, smtp, variable="REGULARS_SMTP_PORT")


def _prepare_tables() -> None:
    """In a process of its own, so that nothing of it stays in memory."""
    command = [sys.executable, "-m", "regulars.config.command_line", "migrate", "--first-world"]
    if subprocess.run(command, cwd=environment.ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}).returncode:
        raise Problem("")  # it has said why


def _ending(what: Child | Server) -> str:
    child = what.child if isinstance(what, Server) else what
    code = child.process.poll() if child and child.process else None
    if code is None:
        return "does not run."
    if code < 0:
        return f"was ended by signal {-code} ({signal.Signals(-code).name})."
    return f"ended with code {code}; see {child.log if child else 'its log'}."


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def _stop(sign: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _table() -> str:
    """Where everything is, and who may come in."""
    url, listen = environment.base_url(), environment.listen_address()
    rows = [("Desk", url), *(("Sign in as", f"{email}  {password}  ({who})") for email, password, who in _sign_ins())]
    if _sign_ins() and listen not in {"127.0.0.1", "::1", "localhost"}:
        rows.append(("", "Everybody knows these passwords: change them before others can reach this machine."))
    if environment.outgoing_mail()["backend"] == environment.LOCAL_MAILBOX:
        rows.append(("Sent mail", f"{url}/sent-mail"))
    rows += [
        ("Customers", f"{url}/my"),
        ("API", f"{url}/api/docs"),
        ("Mail comes in", f"SMTP, {listen} port {environment.smtp_port()}"),
        ("Data and logs", str(environment.data_folder())),
    ]
    lines = "\n".join(f"  {name:<15}{value}" for name, value in rows)
    return f"\nRegulars is running. Ctrl-C stops it.\n\n{lines}\n"


def _sign_ins() -> list[list[str]]:
    """Of the world that the database was filled with, if it was."""
    with suppress(OSError, ValueError):
        return json.loads((environment.data_folder() / "sign-ins.json").read_text())
    return []
