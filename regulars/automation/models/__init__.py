from regulars.automation.models.rule import Rule, Rulebook, RuleVersion
from regulars.automation.models.run import RuleRun
from regulars.automation.models.timer import Timer

__all__ = ["Rule", "RuleRun", "RuleVersion", "Rulebook", "Timer"]
