from regulars.automation.models.macro import Macro
from regulars.automation.models.rule import Rule, Rulebook, RuleVersion
from regulars.automation.models.run import RuleRun
from regulars.automation.models.timer import Timer

__all__ = ["Macro", "Rule", "RuleRun", "RuleVersion", "Rulebook", "Timer"]
