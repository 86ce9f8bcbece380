"""Nothing is changed unseen: each verb writes a line on a timeline or in the audit log, or says here why it does not."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "regulars"
WRITING = {"audit", "record", "record_all", "backfill"}
PERSONAL, MACHINE, PART = (
    "what somebody keeps for themselves",
    "bookkeeping of the house, which nobody asked for",
    "a part of a change that is written down by whoever does it",
)
UNWRITTEN = {
    PERSONAL: """
        ask_code give_link remember_friend choose classify dismiss_hint draft_answer end_session mark_read meet_visitor move_view
        pin_note save_draft see set_habits set_presence subscribe sum_up tell_typing translate_answer
        translate_newest try_code unsubscribe
    """,
    MACHINE: """
        answer_questions answer_search begin_guide count_views deliver draw_lots fall_silent fill_fields find_themes follow_messages
        forget_answers forget_calls forget_decisions forget_notifications forget_old forget_questions
        forget_shop_calls keep_arrival keep_call keep_file keep_frame keep_indexes keep_shop_call keep_time
        learn_returned leave_to_assistant look look_ahead look_alike look_for_gaps make_exports make_meanings name_themes note_guide_step
        note_opened note_reopened note_search note_taken notify predict react read_signature reckon_worth renew_grant renew_grants
        reread_letters note_look retry_reaction ring_devices send send_canaries show_so_far send_codes send_invitations take_product tell_alarms tell_member
        tell_outcome try_model take_readings look_for_surges send_mailings wake write_digests
    """,
    PART: """
        attach identify_all change_hours change_tags forget_doings forget_letters forget_member forget_memberships forget_opinions forget_orders forget_predictions forget_referrals forget_sendings forget_visitors forget_votes gather_up
        pair run_macro start stop suggest suppress undo
    """,
}


@cache
def read(path: Path) -> tuple[dict[str, ast.AST], dict[str, tuple[Path, str]]]:
    """What a file defines, and where the names are defined that it has from other files of ours."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    ours = [node for node in nodes if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("regulars.")]
    elsewhere = {name.asname or name.name: (file_of(each.module), name.name) for each in ours for name in each.names}
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}, elsewhere


def file_of(module: str) -> Path:
    return ROOT.parent / (module.replace(".", "/") + ".py")


def is_written(path: Path, name: str, seen: set[tuple[Path, str]]) -> bool:
    """Whether a function writes, or one that it uses, however many files away."""
    if name in WRITING or (path, name) in seen or not path.exists():
        return name in WRITING
    seen.add((path, name))
    defined, elsewhere = read(path)
    used = {node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)} if name in defined else set()
    known = (elsewhere.get(each, (path, each)) for each in used if each in elsewhere or each in defined)
    return any(is_written(*each, seen) for each in known)


def test_every_verb_leaves_a_line_or_says_why_it_does_not():
    verbs = [path for path in ROOT.glob("**/actions/*.py") if path.stem != "__init__"]
    silent = {path.stem for path in verbs if not is_written(path, path.stem, set())}
    excused = {name for names in UNWRITTEN.values() for name in names.split()}
    assert not silent - excused, "leave an audit entry, or say in this test why not"
    assert not excused - silent, "there is no such verb any more, or it leaves one by now"
