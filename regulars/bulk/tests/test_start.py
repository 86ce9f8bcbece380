"""Many conversations at once: each item once, as the agent who asked, undone only where nobody else has been since."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.automation.actions.save_macro import save_macro
from regulars.bulk.actions.start import start
from regulars.bulk.actions.stop import stop
from regulars.bulk.actions.take_items import take_items
from regulars.bulk.actions.undo import undo
from regulars.bulk.choosing import all_of
from regulars.bulk.deeds import SPOKEN, is_spoken
from regulars.bulk.menus import every_line
from regulars.bulk.models import BulkItem, BulkRun
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.actions.tag import tag
from regulars.conversations.models import Conversation, NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.customers.models import TimelineEvent
from regulars.team.guard import NotAllowed
from regulars.team.models import Role
from tests.cast import a_conversation, hire
from tests.waiting import PATIENCE

FIELDS = ("status", "snoozed_until", "priority", "assignee", "team", "topic", "tags", "merged_into", "waiting_since")


@pytest.fixture
def three(ada, ben, chiara):
    return [a_conversation(customer, f"Letter of {customer}") for customer in (ada, ben, chiara)]


def work():
    while take_items():
        pass


def in_all(step, conversations, agent, **more):
    run = start(step, conversations=[each.pk for each in conversations], by=agent, **more)
    work()
    run.refresh_from_db()
    return run


def standings(conversations):
    return list(Conversation.objects.filter(pk__in=[each.pk for each in conversations]).order_by("pk").values(*FIELDS))


def test_a_step_is_done_in_each_once_as_the_agent_and_where_there_is_nothing_to_do_it_says_so(three, noor):
    tag(three[0], tag="vip", by=noor)
    run = in_all({"do": "tag", "tag": "vip"}, [*three, three[1]], noor)
    assert (run.total, run.done, run.unchanged, run.failed) == (3, 2, 1, 0) and run.finished_at
    assert [row["tags"] for row in standings(three)] == [["vip"]] * 3
    assert TimelineEvent.objects.filter(kind="conversation.tagged", by=f"agent:{noor.pk}").count() == 3


@pytest.mark.parametrize(
    "step",
    [
        {"do": "tag", "tag": "vip"},
        {"do": "untag", "tag": "old"},
        {"do": "resolve"},
        {"do": "put away"},
        {"do": "set priority", "priority": "urgent"},
        {"do": "assign", "agent": "noor"},
        {"do": "merge", "into": "first"},
    ],
    ids=lambda step: step["do"],
)
def test_each_is_undone_to_where_it_stood(three, noor, step):
    for each in three:
        tag(each, tag="old", by=noor)
    snooze(three[1], by=noor)
    before = standings(three)
    run = in_all(
        step | ({"agent": noor.pk} if "agent" in step else {}) | ({"into": three[0].pk} if "into" in step else {}),
        three,
        noor,
    )
    assert run.done and standings(three) != before
    undoing = undo(run, by=noor)
    assert undo(run, by=noor) == undoing
    work()
    undoing.refresh_from_db()
    assert (undoing.done, undoing.failed) == (run.done, 0) and standings(three) == before


def test_what_somebody_has_changed_since_stays_and_is_named(three, noor, tomas):
    run = in_all({"do": "set priority", "priority": "high"}, three, noor)
    set_priority(three[1], priority="low", by=tomas)
    undoing = undo(run, by=noor)
    work()
    undoing.refresh_from_db()
    assert (undoing.done, undoing.failed) == (2, 1)
    assert undoing.items.get(state="failed").reason == "Somebody has changed it since: its priority."
    assert [row["priority"] for row in standings(three)] == [0, -1, 0]
    with pytest.raises(ValidationError, match="undo already"):
        undo(undoing, by=noor)


def test_a_failure_changes_nothing_there_and_stops_nothing_else(three, noor):
    macro = save_macro(
        None,
        name="Thank",
        steps=[{"do": "tag", "tag": "x"}, {"do": "merge", "into": three[0].pk}],
        conditions={"all": []},
        is_active=True,
        by=noor,
    )
    run = in_all(None, three, noor, macro=macro)
    assert (run.done, run.failed) == (2, 1)
    assert (
        run.items.get(state="failed").conversation == three[0]
        and "That is this conversation" in run.items.get(state="failed").reason
    )
    assert not TimelineEvent.objects.filter(kind="conversation.tagged", about=f"conversation:{three[0].pk}").exists()
    assert not is_spoken(run)
    assert set(SPOKEN) >= {"reply", "note"}


def test_what_nobody_foresaw_fails_there_and_stops_no_other_run(three, noor):
    broken, sound = (start({"do": "resolve"}, conversations=[each.pk for each in three], by=noor) for _run in range(2))
    BulkRun.objects.filter(pk=broken.pk).update(step={"do": "put away", "until": "nonsense"})
    work()
    broken.refresh_from_db(), sound.refresh_from_db()
    assert (broken.failed, sound.done) == (3, 3) and broken.finished_at and "log" in broken.items.first().reason


def test_only_what_the_agent_may_see_and_do_is_touched(three, noor, tomas):
    with pytest.raises(ValidationError, match="Choose 1 to"):
        start({"do": "resolve"}, conversations=[], by=noor)
    with pytest.raises(ValidationError, match="did you mean 'resolve'"):
        start({"do": "resolv"}, conversations=[three[0].pk], by=noor)
    run = start({"do": "resolve"}, conversations=[each.pk for each in three], by=noor)
    noor.is_active = False
    noor.save()
    work()
    run.refresh_from_db()
    assert (run.done, run.failed) == (0, 3)
    tomas.role_id = Role.VIEWER
    tomas.save()
    with pytest.raises(NotAllowed):
        start({"do": "resolve"}, conversations=[three[0].pk], by=tomas)


def test_a_stopped_run_does_no_more_and_two_runs_take_turns(three, noor, tomas):
    stopped = start({"do": "resolve"}, conversations=[each.pk for each in three], by=noor)
    other = start({"do": "tag", "tag": "x"}, conversations=[three[0].pk], by=tomas)
    stop(stopped, by=tomas)  # not theirs to stop
    assert not BulkRun.objects.get(pk=stopped.pk).is_stopped
    stop(stopped, by=noor)
    work()
    stopped.refresh_from_db()
    other.refresh_from_db()
    assert stopped.finished_at and stopped.seen_to == 0 and other.done == 1


def test_everything_in_a_list_is_what_the_list_shows(three, ada, noor):
    tag(three[2], tag="vip", by=noor)
    in_all({"do": "resolve"}, three[:1], noor)
    numbers = [each.pk for each in three]
    assert set(all_of("?view=all", agent=noor)) == set(numbers[1:])
    assert all_of("?view=all&q=tag%3Avip", agent=noor) == [numbers[2]]
    assert set(all_of("?q=letter", agent=noor)) == set(numbers)


def test_the_page_does_a_few_at_once_watches_many_and_undoes(client: Client, three, noor):
    client.force_login(noor)
    few = {"numbers": f"{three[0].pk}", "step": json.dumps({"do": "resolve"}), "toast": "1"}
    answer = client.post("/bulk", few, headers={"HX-Request": "true"})
    undo_address = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    assert Conversation.objects.get(pk=three[0].pk).status == Category.RESOLVED
    client.post(undo_address, {"toast": "1"}, headers={"HX-Request": "true"})
    assert Conversation.objects.get(pk=three[0].pk).status == Category.OPEN
    more = [a_conversation(three[0].customer) for _ in range(2)]
    answer = client.post("/bulk", {"whole": "1", "address": "?view=all", "tag": "vip"}, headers={"HX-Request": "true"})
    assert "0 of 5" in answer.content.decode()
    work()
    run = BulkRun.objects.latest("pk")
    page = client.get(f"/bulk/{run.pk}/progress").content.decode()
    assert "5 done" in page and f"/bulk/{run.pk}/undo" in page and len(more) == 2
    assert client.get(f"/bulk/{run.pk}").status_code == 200
    assert client.get("/bulk/count?address=%3Fview%3Dall").json()["number"] == 5


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"step": "{"},
        {"step": "[]"},
        {"step": '{"do": "put away", "until": "soon"}'},
        {"step": '{"do": "give status", "status": "x"}'},
        {"tag": "a,b"},
        {"whole": "1", "address": "?view=99", "tag": "x"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(client: Client, three, noor, given):
    client.force_login(noor)
    answer = client.post(
        "/bulk", {"numbers": ",".join(str(each.pk) for each in three), **given}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and not BulkRun.objects.exists()


def test_menus_and_the_palette_offer_what_the_agent_may_do(client: Client, three, noor):
    client.force_login(noor)
    numbers = ",".join(str(each.pk) for each in three)
    for kind in ("assign", "tag", "state", "more"):
        assert client.get(f"/bulk/menu/{kind}?numbers={numbers}").status_code == 200
    assert f"Merge all into #{three[0].pk}" in client.get(f"/bulk/menu/more?numbers={numbers}").content.decode()
    assert "Set the priority: Urgent" in client.get(f"/bulk/commands?number={three[0].pk}&q=urg").content.decode()
    noor.role_id = Role.VIEWER
    noor.save()
    assert "Resolve" not in client.get(f"/bulk/menu/state?numbers={numbers}").content.decode()


def test_the_palette_names_whom_and_what_and_a_larger_house_costs_it_no_more(noor, three):
    NamedStatus.objects.create(name="With the supplier", category=Category.PENDING)
    assert noor.rights  # looked up once
    with CaptureQueriesContext(connection) as few:
        said = {line.says for line in every_line(noor, number=three[0].pk)}
    assert {"Assign to Noor Haddad (me)", "Assign to nobody", "Set the status: With the supplier", "Resolve"} <= said
    for number in range(5):
        hire(f"Agent{number} Smith")
    with CaptureQueriesContext(connection) as many:
        assert "Assign to Agent4 Smith" in {line.says for line in every_line(noor, number=three[0].pk)}
    assert len(many) == len(few)


WORKER = """
import django; django.setup()
from regulars.bulk.actions.take_items import take_items
print("ready", flush=True)
while take_items(): pass
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_does_nothing_twice_and_forgets_nothing(ada, noor):
    conversations = [a_conversation(ada) for _ in range(12)]
    run = start({"do": "note", "text": "Once"}, conversations=[each.pk for each in conversations], by=noor)
    _kill_while_it_works(run)
    work()
    run.refresh_from_db()
    notes = Conversation.objects.filter(messages__kind="note", messages__text="Once")
    assert run.done == 12 and notes.count() == notes.distinct().count() == 12
    assert not BulkItem.objects.filter(state="waiting").exists()


def _kill_while_it_works(run: BulkRun) -> None:
    """A worker in a process of its own, killed when it has done some more."""
    from django.db import connection

    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@/{facts['NAME']}?host={facts['HOST']}&port={facts['PORT'] or 5432}"
    seen = run.items.exclude(state="waiting").count()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], env=os.environ | {"DATABASE_URL": address}, stdout=subprocess.PIPE
    )
    worker.stdout.readline()
    until = time.monotonic() + PATIENCE
    while run.items.exclude(state="waiting").count() < seen + 4 and time.monotonic() < until and worker.poll() is None:
        pass
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
