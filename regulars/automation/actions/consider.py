from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction

from regulars.automation import rulebook
from regulars.automation.events import RuleFired
from regulars.automation.models import RuleRun
from regulars.automation.rulebook import Book, Ready
from regulars.automation.running import Happening, is_loop, log_runs, not_held, refuse_machines
from regulars.automation.steps import StepFailed, do_steps
from regulars.customers.actor import Actor
from regulars.customers.events import Event
from regulars.customers.models import Customer
from regulars.customers.timeline import on_request, record
from regulars.lib.gathering import gathered

log = logging.getLogger(__name__)
Outcome = RuleRun.Outcome


@on_request
def consider(event: Event, *, customer: Customer) -> None:
    """Let the rules that are switched on answer what happened, in their order. Each sees what those before it have done.

    A rule whose step fails has done nothing, and the others go on. What a rule has itself brought about it does not answer.
    """
    book = rulebook.current()
    rules = book.answering(event)
    if rules:
        round_ = Round(book, Happening.now(event, customer), rules)
        round_.play()
        log_runs(round_.runs)


@dataclass
class Round:
    """The rules that one event is for, one after the other."""

    book: Book
    happening: Happening
    left: list[Ready]
    runs: list[RuleRun] = field(default_factory=list)

    def play(self) -> None:
        held = self._ask()
        while self.left and held:
            ready = self.left.pop(0)
            if not held[ready.rule.pk]:
                self.runs += not_held(ready, self.happening)
            elif self._answer(ready):
                if ready.rule.stops:
                    return self._stop(ready, held)
                held = self._ask()
        return None

    def _ask(self) -> dict[int, bool]:
        return self.book.verdicts(self.left, **self.happening.asked) if self.left else {}

    def _answer(self, ready: Ready) -> bool:
        """Whether the rule has fired."""
        if is_loop(ready.rule, self.happening):
            self._log(ready, Outcome.LOOP, ready.reason)
            return False
        try:
            with transaction.atomic(), gathered():  # what is recorded inside is taken back with the rest
                done = self._fire(ready)
        except StepFailed as error:
            self._log(ready, Outcome.FAILED, str(error))
            return False
        except (OperationalError, InterfaceError):  # not the rule's fault: everything is tried again
            raise
        except Exception as error:
            log.exception("Rule %s failed", ready.rule.pk)
            self._log(ready, Outcome.FAILED, f"{type(error).__name__}: {error}")
            return False
        self._log(ready, Outcome.FIRED, ready.reason, done)
        return True

    def _fire(self, ready: Ready) -> list[str]:
        rule, happening = ready.rule, self.happening
        refuse_machines(rule, happening)
        by = Actor("rule", rule.pk, rule.name)
        where = {"conversation": happening.conversation, "inbox": getattr(happening.event, "inbox", None)}
        fired = RuleFired(rule=rule.pk, version=rule.version, reason=ready.reason[:300], **where)
        record(fired, customer=happening.customer, by=by)
        return do_steps(rule.steps, things=happening.things, by=by)

    def _stop(self, last: Ready, held: dict[int, bool]) -> None:
        for ready in self.left:
            if held[ready.rule.pk]:
                self.runs += not_held(ready, self.happening, because_of=last)

    def _log(self, ready: Ready, outcome: str, reason: str, steps: list[str] | None = None) -> None:
        self.runs.append(self.happening.run(ready.rule, outcome, reason, steps or []))
