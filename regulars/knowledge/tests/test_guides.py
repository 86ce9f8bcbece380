"""Troubleshooting guides: what may be published, what readers follow, and what can be taken back."""

import pytest
from django.core.exceptions import ValidationError

from regulars.knowledge.actions.begin_guide import begin_guide
from regulars.knowledge.actions.move_guide_step import move_guide_step
from regulars.knowledge.actions.note_guide_step import note_guide_step
from regulars.knowledge.actions.publish_guide import publish_guide
from regulars.knowledge.actions.remove_guide import remove_guide
from regulars.knowledge.actions.remove_guide_step import remove_guide_step
from regulars.knowledge.actions.restore_guide import restore_guide
from regulars.knowledge.actions.save_guide import save_guide
from regulars.knowledge.actions.save_guide_step import Leading, save_guide_step
from regulars.knowledge.actions.unpublish_guide import unpublish_guide
from regulars.knowledge.guiding import drafted, read
from regulars.knowledge.models import Guide, GuideRun, GuideVersion
from regulars.knowledge.tests.guided import GRINDER, SOLVED, guide_of
from regulars.knowledge.tests.reading import FRENCH, published
from regulars.team.models import AuditEntry
from tests.cast import meet


@pytest.fixture
def grinder(centre, grace):
    return publish_guide(guide_of(centre, by=grace), by=grace)


WRONG = {
    "nothing is written": ({}, "Write the first step."),
    "an answer leads nowhere": (
        {"Hot?": {"Yes": "Fine", "No": ""}, "Fine": SOLVED},
        "“Hot?”: the answer “No” leads nowhere.",
    ),
    "a step without answers": ({"Hot?": {}}, "“Hot?”: nothing leads on from there."),
    "a step on its own": ({"Fine": SOLVED, "Lost": SOLVED}, "“Lost”: no answer leads there."),
    "a loop without a way out": (
        {"Hot?": {"Yes": "Fine", "No": "Wait"}, "Wait": {"Still cold": "Wait longer"}, "Wait longer": {"Cold": "Wait"}, "Fine": SOLVED},
        "“Wait”: from there nobody comes to an end.",
    ),
    "an article that nobody can read": (
        {"Hot?": {"No": "Read on"}, "Read on": {"kind": "outcome", "outcome": "article"}},
        "“Read on”: choose an article that is published.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_what_would_leave_somebody_standing_is_not_published_and_the_step_is_named(centre, grace, how):
    lines, words = WRONG[how]
    article = published(centre, "Descale", by=grace)
    lines = {title: line | {"article": article} if "outcome" in line else line for title, line in lines.items()}
    guide = guide_of(centre, lines, by=grace)
    article.translations.update(state="draft")
    with pytest.raises(ValidationError) as refused:
        publish_guide(guide, by=grace)
    assert words in refused.value.message_dict["steps"]
    assert not Guide.objects.visible_to(grace).exists() and not GuideVersion.objects.exists()


def test_a_loop_with_a_way_out_is_followed_as_often_as_somebody_likes(grinder):
    plan = read(grinder.plan)
    assert [each.title for each in plan.walk([1, 1, 0, 0])][-2:] == ["Is the hopper shut?", "Write to us"]
    assert plan.walk([0, 0, 0]) == [] and plan.walk([7]) == []
    assert plan.to_the_end()["does-the-light-come-on"] == 2


def test_readers_follow_what_was_published_until_it_is_published_again(grinder, grace):
    step = grinder.steps.get(title="It grinds")
    save_guide_step(step, guide=grinder, facts={"title": "It runs again", "html": "<p>Good.<script>1</script></p>"}, by=grace)  # fmt: skip
    save_guide(grinder, facts={"title": "My grinder is silent"}, by=grace)
    seen = read(Guide.objects.visible_to(None).get().plan)
    assert (seen.title, seen.stops[step.key].title) == ("My grinder does not start", "It grinds")
    publish_guide(grinder, by=grace)
    seen = read(Guide.objects.visible_to(None).get().plan)
    assert (seen.title, seen.stops["it-grinds"].html) == ("My grinder is silent", "<p>Good.</p>")
    assert publish_guide(grinder, by=grace).version == 2
    before = restore_guide(grinder.versions.get(number=1), by=grace)
    assert drafted(before) == read(grinder.versions.get(number=1).plan)
    assert publish_guide(before, by=grace).version == 3
    unpublish_guide(before, by=grace)
    assert not Guide.objects.visible_to(grace).exists()


def test_an_answer_may_lead_to_a_step_that_is_still_to_be_written(grinder, grace):
    step = grinder.steps.get(key="is-the-hopper-shut")
    save_guide_step(step, guide=grinder, facts={}, options=[Leading("It has none", is_new=True)], by=grace)
    made = grinder.steps.last()
    assert (made.title, made.kind, step.options.get().leads_to) == ("It has none", "question", made)


def test_a_step_is_moved_and_removed(grinder, grace):
    first, second, *_rest = grinder.steps.all()
    move_guide_step(second, to=1, by=grace)
    assert drafted(grinder).start.key == second.key
    remove_guide_step(first, by=grace)
    assert [each.leads_to for each in grinder.steps.get(key="try-another-socket").options.all()][1] is None
    remove_guide(grinder, by=grace)
    assert not Guide.objects.exists()
    kinds = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"guide.made", "guide.step_saved", "guide.published", "guide.step_moved", "guide.step_removed", "guide.removed"} <= kinds  # fmt: skip


@pytest.mark.parametrize(
    "facts, field",
    [({"title": " "}, "title"), ({"kind": "dance"}, "kind"), ({"kind": "outcome"}, "outcome"), ({"kind": "outcome", "outcome": "article"}, "article")],
)  # fmt: skip
def test_a_step_that_says_nothing_is_refused(grinder, grace, facts, field):
    with pytest.raises(ValidationError) as refused:
        save_guide_step(None, guide=grinder, facts={"title": "Next", **facts}, by=grace)
    assert field in refused.value.message_dict
    with pytest.raises(ValidationError):
        other = guide_of(grinder.centre, {"Elsewhere": SOLVED}, by=grace).steps.get()
        save_guide_step(grinder.steps.first(), guide=grinder, facts={}, options=[Leading("Over", other)], by=grace)


WHO = {
    "public": "nobody customer french agent",
    "signed_in": "customer french agent",
    "segment": "french agent",
    "agents": "agent",
    "draft": "",
    "closed": "agent",
}


@pytest.mark.parametrize("how", WHO)
def test_who_may_follow_it_is_in_the_query(centre, grace, how):
    facts = {"visibility": how} if how not in ("draft", "closed") else {}
    guide = guide_of(centre, GRINDER, by=grace, **facts, **({"segment": FRENCH} if how == "segment" else {}))
    if how != "draft":
        publish_guide(guide, by=grace)
    type(centre).objects.update(is_open=how != "closed")
    french = meet("Chloé", "chloe@french.example", language="fr")
    readers = {"nobody": None, "customer": meet("Ben", "ben@okafor.example"), "french": french, "agent": grace}
    assert {name for name, each in readers.items() if Guide.objects.visible_to(each)} == set(WHO[how].split())


def test_a_run_is_remembered_without_who_it_was(grinder, grace):
    run, plan = begin_guide(grinder, by=grace), read(grinder.plan)
    note_guide_step(grinder, run=run.key, way=plan.walk([0, 1]))
    note_guide_step(grinder, run="unknown", way=plan.walk([0]))
    kept = GuideRun.objects.get()
    assert (kept.path[-1], kept.outcome, kept.reader, kept.version) == ("it-grinds", "solved", "agent", 1)
    assert begin_guide(grinder, by=None).reader == "visitor"
