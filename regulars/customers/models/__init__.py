"""Who our customers are, and everything that ever happened between them and us. One noun a file."""

from regulars.customers.models.change import Change
from regulars.customers.models.company import Company, CompanyDomain, CompanyMerge
from regulars.customers.models.consent import Consent
from regulars.customers.models.custom_field import CustomField
from regulars.customers.models.customer import Customer, CustomerNote, Identity
from regulars.customers.models.event import Listening, Reaction, TimelineEvent
from regulars.customers.models.likeness import Likeness
from regulars.customers.models.merge import CustomerMerge, Moved

__all__ = [
    "Change",
    "Company",
    "CompanyDomain",
    "CompanyMerge",
    "Consent",
    "CustomField",
    "Customer",
    "CustomerMerge",
    "CustomerNote",
    "Identity",
    "Likeness",
    "Listening",
    "Moved",
    "Reaction",
    "TimelineEvent",
]
