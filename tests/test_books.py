"""Whoever looks whether a ledger balances finds what does not; and it does, also where processes die at random moments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from bench.books import broken
from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.tests.members import a_member, a_programme, day

WRONG = {
    "UPDATE loyalty_account SET available = available + 1": ["a member has other sums than their entries", "a member has other sums than their credits", "a balance is not what its operations changed"],
    "UPDATE loyalty_lot SET spent = spent - 1, available = available + 1": ["a credit has other sums than its entries", "a member has other sums than their credits"],
    "UPDATE loyalty_hold SET state = 'released'": ["something is held that no open hold is for"],
    "UPDATE loyalty_operation SET balance = 0 WHERE kind = 'hold'": ["an operation tells another balance than the one before and its change"],
    "UPDATE loyalty_operation SET at = '2020-01-01' WHERE kind = 'hold'": ["entries do not stand in the order of their times"],
    "UPDATE loyalty_operation SET key = 'b' WHERE key = 'a'": ["what was answered is not there", "a key is there that nobody asked with, or whose request was refused"],
    "DELETE FROM customers_timelineevent WHERE kind = 'points.held'": ["an operation is told on the timeline not at all, or twice"],
}  # fmt: skip


def test_what_does_not_balance_is_found(ada):
    member = a_member(ada, a_programme())
    earned = earn(member, points=30, key="a", at=day(2), by=SYSTEM)
    redeem(member, points=10, at=day(3), by=SYSTEM)
    hold(member, points=5, minutes=60, at=day(4), by=SYSTEM)
    wishes = [({"key": "a", "verb": "earn"}, earned.pk), ({"key": "c", "verb": "redeem"}, None)]
    assert broken(wishes) == []
    for statement, sentences in WRONG.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # the database itself refuses most of it
            cursor.execute(statement)
            assert [each.partition(":")[0] for each in broken(wishes)] == sentences
            transaction.set_rollback(True)


@pytest.mark.long
def test_a_ledger_balances_whose_processes_are_killed(template: Path) -> None:
    """The short form of `bench/run ledger`, with its own data folder, ports and PostgreSQL."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))
    }
    command = [sys.executable, "-m", "bench", "ledger", "--operations", "600", "--kills", "6", "--like", str(template)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
