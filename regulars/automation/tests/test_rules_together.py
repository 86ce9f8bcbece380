"""Any rules on any tags do what a few lines of Python say: order, the last rule, causes. And they settle."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import Rule, RuleRun
from regulars.automation.tests.conftest import settle
from regulars.conversations.actions.tag import tag
from tests.cast import a_conversation, meet

WORDS = "abcd"


@dataclass(frozen=True)
class Asked:
    kind: str  # "tagged", "untagged"
    has: str | None
    steps: tuple[tuple[str, str], ...]
    stops: bool

    @property
    def facts(self) -> dict[str, object]:
        return {
            "trigger": {"event": f"conversation.{self.kind}"},
            "conditions": {"field": "tags", "has": self.has} if self.has else {},
            "steps": [{"do": verb, "tag": word} for verb, word in self.steps],
            "stops": self.stops,
        }


STEPS = some.tuples(some.sampled_from(["tag", "untag"]), some.sampled_from(WORDS))
RULES = some.builds(
    Asked,
    kind=some.sampled_from(["tagged", "untagged"]),
    has=some.none() | some.sampled_from(WORDS),
    steps=some.lists(STEPS, min_size=1, max_size=3).map(tuple),
    stops=some.booleans(),
)


def expected(rules: list[Asked], first: str) -> tuple[set[str], list[tuple[int, str]]]:
    """The tags in the end, and which rule fired or met itself, in order."""
    tags, told = {first}, []
    waiting: list[tuple[str, frozenset[int]]] = [("tagged", frozenset())]
    while waiting:
        kind, causes = waiting.pop(0)
        for number, rule in enumerate(rules):
            if rule.kind != kind or (rule.has and rule.has not in tags):
                continue
            if number in causes:
                told.append((number, "loop"))
                continue
            told.append((number, "fired"))
            for verb, word in rule.steps:
                if (word in tags) != (verb == "tag"):
                    tags ^= {word}
                    waiting.append((f"{verb}ged", causes | {number}))
            if rule.stops:
                break
    return tags, told


@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=some.lists(RULES, max_size=5), first=some.sampled_from(WORDS))
def test_rules_do_together_what_each_says_and_settle(grace, inbox, rules, first):
    for rule in Rule.objects.all():
        remove_rule(rule, by=grace)
    conversation = a_conversation(meet("Ada Moreau", "ada@moreau.example"), inbox=inbox)
    made = [save_rule(None, name=f"Rule {number}", **rule.facts, by=grace) for number, rule in enumerate(rules)]
    tag(conversation, tag=first, by=grace)
    settle()
    conversation.refresh_from_db()
    numbers = {rule.pk: number for number, rule in enumerate(made)}
    runs = (
        RuleRun.objects.filter(outcome__in=["fired", "loop"]).order_by("event_id", "pk").values_list("rule", "outcome")
    )
    assert (set(conversation.tags), [(numbers[rule], outcome) for rule, outcome in runs]) == expected(rules, first)
