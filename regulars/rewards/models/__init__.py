from regulars.rewards.models.claim import CardEntry, Claim
from regulars.rewards.models.goodwill import Budget, Goodwill
from regulars.rewards.models.paying import Paying
from regulars.rewards.models.reward import PoolCode, Reward
from regulars.rewards.models.suggestion import Suggestion

__all__ = ["Budget", "CardEntry", "Claim", "Goodwill", "Paying", "PoolCode", "Reward", "Suggestion"]
