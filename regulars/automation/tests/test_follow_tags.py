"""Rules and macros name tags by what they are called now."""

import pytest

from regulars.automation.actions.follow_tags import follow_tags
from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.models import Macro, Rule, RuleVersion
from regulars.automation.rulebook import current
from regulars.conversations.actions.save_tag import save_tag
from regulars.conversations.models import Tag
from regulars.team.models import AuditEntry

pytestmark = pytest.mark.django_db
STEPS = [{"do": "tag", "tag": "VIP"}, {"do": "untag", "tag": "other"}]


def test_follow_tags_changes_conditions_and_steps_that_name_a_renamed_one(a_rule, grace):
    rule = a_rule(conditions={"all": [{"field": "tags", "has": "vip"}]}, steps=STEPS)
    other = a_rule("Another", conditions={"all": [{"field": "subject", "contains": "vip"}]})
    macro = save_macro(None, name="Care", steps=STEPS, by=grace)
    assert current().rules[0].tree["all"][0]["has"] == "vip"
    save_tag(Tag.objects.create(name="vip"), name="regular", by=grace)
    for _time in range(3):
        follow_tags()
    rule, macro = Rule.objects.get(pk=rule.pk), Macro.objects.get(pk=macro.pk)
    assert rule.conditions == {"all": [{"field": "tags", "has": "regular"}]}
    assert rule.steps == macro.steps == [{"do": "tag", "tag": "regular"}, {"do": "untag", "tag": "other"}]
    assert current().rules[0].tree == rule.conditions, "every process reads it anew"
    assert RuleVersion.objects.get(rule=rule, number=2).facts == rule.facts
    assert Rule.objects.get(pk=other.pk).version == 1
    assert AuditEntry.objects.filter(agent=None, action__in=["rule.saved", "macro.saved"]).count() == 2
    go_back(rule, to=1, by=grace)
    assert Rule.objects.get(pk=rule.pk).steps == rule.steps, "an earlier version means the same tag"
