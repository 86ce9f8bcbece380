"""Nothing is changed unseen: each verb writes a line on a timeline or in the audit log, or says here why it does not."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "regulars"
WRITES = re.compile(r"\b(?:audit|record|record_all|backfill|keep)\(")  # the ledger tells of what it keeps
CALLS = re.compile(r"from (regulars(?:\.\w+)*\.actions\.\w+) import")
PERSONAL, MACHINE, PART = (
    "what somebody keeps for themselves",
    "bookkeeping of the house, which nobody asked for",
    "a part of a change that is written down by whoever does it",
)
UNWRITTEN = {
    PERSONAL: "classify dismiss_hint draft_answer sum_up translate_answer translate_newest ask_code choose end_session mark_read meet_visitor move_view pin_note save_draft see set_habits set_presence subscribe tell_typing try_code unsubscribe vote",
    MACHINE: """
        answer_search forget_answers leave_to_assistant note_reopened note_taken try_model answer_questions forget_questions look_for_gaps begin_guide count_views deliver fall_silent fill_fields follow_messages forget_calls forget_decisions forget_notifications forget_shop_calls keep_shop_call take_product take_shop_calls
        forget_old keep_call keep_file keep_frame look keep_indexes keep_promises keep_time look_alike make_meanings note_guide_step note_opened note_search notify react read_signature renew_grant renew_grants
        reread_letters retry_reaction make_exports ring_devices send_canaries send_codes take_items tell_alarms tell_outcome wake write_digests
    """,
    PART: "attach join_accounts part_accounts forget_orders forget forget_letters forget_member forget_visitors change_hours change_tags gather_up pair run_macro start stop suggest suppress undo undo_macro",
}


@cache
def is_written(path: Path, seen: frozenset[Path] = frozenset()) -> bool:
    source = path.read_text()
    if WRITES.search(source):
        return True
    room = path.relative_to(ROOT).parts[0]
    beside = re.findall(rf"from (regulars\.{room}\.(?!timeline)\w+) import", source)  # what the room's verbs share
    called = (ROOT.parent / (name.replace(".", "/") + ".py") for name in [*CALLS.findall(source), *beside])
    return any(is_written(each, seen | {path}) for each in called if each not in seen and each.exists())


def test_every_verb_leaves_a_line_or_says_why_it_does_not():
    verbs = [path for path in ROOT.glob("**/actions/*.py") if path.stem != "__init__"]
    silent = {path.stem for path in verbs if not is_written(path)}
    excused = {name for names in UNWRITTEN.values() for name in names.split()}
    assert not silent - excused, "leave an audit entry, or say in this test why not"
    assert not {name for name in excused if name not in {path.stem for path in verbs}}, "there is no such verb any more"
