"""What the API tells about each noun, as plain dicts. `shapes/` describes them for the documentation, and tests compare."""

from regulars.api.told.answers import Facts, page_of, told
from regulars.api.told.articles import article, category, help_centre, whole_article
from regulars.api.told.automation import macro, rule, rule_run
from regulars.api.told.commerce import order, product, refund_request, returned, shop, whole_order
from regulars.api.told.companies import company
from regulars.api.told.conversations import conversation, promise, status, to_do
from regulars.api.told.customers import consent, customer, identity, likeness, line, note
from regulars.api.told.fields import field
from regulars.api.told.house import agent, inbox, presence, team, topic, view
from regulars.api.told.messages import attachment, draft, message

__all__ = [
    "Facts",
    "agent",
    "article",
    "attachment",
    "category",
    "company",
    "consent",
    "conversation",
    "customer",
    "draft",
    "field",
    "help_centre",
    "identity",
    "inbox",
    "likeness",
    "line",
    "macro",
    "message",
    "note",
    "order",
    "page_of",
    "presence",
    "product",
    "promise",
    "refund_request",
    "returned",
    "rule",
    "rule_run",
    "shop",
    "status",
    "team",
    "to_do",
    "told",
    "topic",
    "view",
    "whole_article",
    "whole_order",
]
