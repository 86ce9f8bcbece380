"""The answers of the API, for its documentation. `told/` makes them; tests hold the two together."""

from regulars.api.shapes.articles import Article, Category, HelpCentre, WholeArticle
from regulars.api.shapes.automation import Macro, Rule, RuleRun
from regulars.api.shapes.commerce import Order, Product, RefundRequest, Return, Shop, WholeOrder
from regulars.api.shapes.companies import Company
from regulars.api.shapes.conversations import Conversation, Status, ToDo, WholeConversation
from regulars.api.shapes.customers import Consent, Customer, Identity, Likeness, Line, Note
from regulars.api.shapes.fields import CustomField
from regulars.api.shapes.house import Agent, Inbox, Presence, Team, Topic, View
from regulars.api.shapes.kinds import PageOf
from regulars.api.shapes.messages import Attachment, Message
from regulars.api.shapes.problems import Problem

__all__ = [
    "Agent",
    "Article",
    "Attachment",
    "Category",
    "Company",
    "Consent",
    "Conversation",
    "CustomField",
    "Customer",
    "HelpCentre",
    "Identity",
    "Inbox",
    "Likeness",
    "Line",
    "Macro",
    "Message",
    "Note",
    "Order",
    "PageOf",
    "Presence",
    "Problem",
    "Product",
    "RefundRequest",
    "Return",
    "Rule",
    "RuleRun",
    "Shop",
    "Status",
    "Team",
    "ToDo",
    "Topic",
    "View",
    "WholeArticle",
    "WholeConversation",
    "WholeOrder",
]
