from regulars.loyalty.models.account import BUCKETS, Account, Standing
from regulars.loyalty.models.importing import MemberImport, RefusedMember
from regulars.loyalty.models.ledger import Entry, Grant, Hold, Lot, Operation
from regulars.loyalty.models.programme import Programme, ProgrammeVersion, Sweep

__all__ = [
    "BUCKETS",
    "Account",
    "Entry",
    "Grant",
    "Hold",
    "Lot",
    "MemberImport",
    "Operation",
    "Programme",
    "ProgrammeVersion",
    "RefusedMember",
    "Standing",
    "Sweep",
]
