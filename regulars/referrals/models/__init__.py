from regulars.referrals.models.link import Link
from regulars.referrals.models.referral import Milestone, Referral
from regulars.referrals.models.scheme import Scheme

__all__ = ["Link", "Milestone", "Referral", "Scheme"]
