"""What programs may say. A field that is not here is refused by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from regulars.lib.texts import storable

Id = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
AskedId = Annotated[int, Field(ge=1, lt=2**63)]  # in a query everything is text
Words = Annotated[str, AfterValidator(storable)]
Limit = Annotated[int, Field(ge=1, le=100, description="Rows of a page.")]
CursorWord = Annotated[str, Field(max_length=200, description="`next` of the page before.")]


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(Given):
    """Words of a query."""

    @model_validator(mode="before")
    @classmethod
    def _all_of_them(cls, known: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        # The framework hands over only the names it knows; the others are to be refused too.
        return {**info.context["request"].GET.dict(), **known} if info.context else known


class Page(Asked):
    cursor: CursorWord = ""
    limit: Limit = 50


class ConversationsAsked(Page):
    search: Annotated[str, Field(max_length=500, description="Words of any message, newest hit first; with operators: `from:ada tag:vip -refund`.")] = ""
    view: Annotated[str, Field(pattern=r"^([a-z]+|[1-9]\d{0,8})?$", description="The `id` of a view: those in it, in its order.")] = ""
    status: Literal["open", "pending", "resolved"] | None = None
    assignee: Annotated[
        str, Field(pattern=r"^(me|none|[1-9]\d{0,17})?$", description="An agent's id, `me` or `none`.")
    ] = ""
    team: AskedId | None = None
    inbox: AskedId | None = None
    customer: AskedId | None = None
    topic: AskedId | None = None
    tag: Annotated[str, Field(max_length=64)] = ""
    channel: Annotated[str, Field(max_length=16)] = ""


class MessagesAsked(Asked):
    before: Annotated[AskedId | None, Field(description="Only messages before this position.")] = None


class CustomersAsked(Page):
    search: Annotated[str, Field(max_length=500, description="A part of a name, address, phone or id.")] = ""
    conditions: Annotated[
        str, Field(max_length=100_000, description='As JSON: `{"field": "fields.tier", "is": "gold"}`.')
    ] = ""


class Person(Given):
    email: Annotated[Words, Field(max_length=320)]
    name: Annotated[Words, Field(max_length=200)] = ""


Recipients = Annotated[list[Words | Person], Field(max_length=100, description="Addresses, or people with a name.")]


class Text(Given):
    """Words, with files that were uploaded before."""

    text: Annotated[Words, Field(description="Plain text; may be left out when there is `html`.")] = ""
    html: Annotated[Words, Field(description="Cleaned before it is kept.")] = ""
    attachments: Annotated[list[Id], Field(max_length=100, description="Ids from POST /api/attachments.")] = []


class Reply(Text):
    """Goes to the author of the newest letter, with copies to its other readers. `to`, `cc` and `bcc` stand in for those."""

    to: Recipients | None = None
    cc: Recipients | None = None
    bcc: Recipients | None = None
    undo_seconds: Annotated[int, Field(strict=True, ge=0, le=300, description="So long it can be taken back.")] = 0
    send_at: Annotated[AwareDatetime | None, Field(description="Later: until then it can be taken back.")] = None
    yields: Annotated[bool, Field(description="With send_at: held back when the customer writes first.")] = False
    if_last_position: Annotated[
        int | None,
        Field(
            strict=True,
            ge=0,
            lt=2**31,
            description="Only if nobody wrote or answered after the message at this position; else 409.",
        ),
    ] = None


class Schedule(Given):
    send_at: AwareDatetime
    yields: Annotated[bool, Field(description="Held back when the customer writes first.")] = False


class NewConversation(Text):
    """Either `from`, a customer who wrote to us, or `to`, people whom we write to first."""

    from_: Annotated[Person | None, Field(alias="from")] = None
    to: Recipients | None = None
    cc: Recipients | None = None
    bcc: Recipients | None = None
    inbox: Annotated[Id | None, Field(description="The first inbox, if left out.")] = None
    subject: Annotated[Words, Field(max_length=500)] = ""


class Assignment(Given):
    agent: Annotated[Id | None, Field(description="null: nobody")] = None
    team: Annotated[Id | None, Field(description="null: no team")] = None


class Routing(Given):
    team: Annotated[Id | None, Field(description="Whose queue; its topic's team, or its own, if left out.")] = None


class Escalation(Given):
    note: Annotated[Words, Field(description="What was done so far; it stands in a note.")]
    level: Annotated[str, Field(description="L1, L2 or L3; the next one up, if left out.")] = ""
    team: Annotated[Id | None, Field(description="To this team, whatever its level.")] = None


class TopicGiven(Given):
    topic: Annotated[Id | None, Field(description="null: no topic")]


class PresenceGiven(Given):
    state: Annotated[str, Field(description="online, away or offline")]


class Telling(Given):
    text: Annotated[Words, Field(description="What they should know; it stands in a note.")]
    agent: Annotated[Id | None, Field(description="Whom to tell")] = None
    team: Annotated[Id | None, Field(description="Which team to tell, when no agent is named")] = None


class Merging(Given):
    into: Annotated[Id, Field(description="The number of the conversation that goes on.")]


class Snoozing(Given):
    until: Annotated[AwareDatetime | None, Field(description="With its offset; null: until the next reply.")] = None


class StatusGiven(Given):
    status: Annotated[Id, Field(description="One of the house's own.")]


class Splitting(Given):
    messages: Annotated[list[Id], Field(description="The ids of those that leave. At least one stays.")]
    subject: Annotated[Words, Field(max_length=500, description="Of the new one; theirs, if left out.")] = ""
    customer: Annotated[Id | None, Field(description="With whom it is: who wrote one of them.")] = None


class Linking(Given):
    other: Id
    kind: Annotated[str, Field(description="related, duplicate or cause")] = "related"


class Unlinking(Given):
    other: Id


class ChecklistGiven(Given):
    checklist: Annotated[Id | None, Field(description="One of the house's lists.")] = None
    text: Annotated[Words, Field(max_length=200, description="Or one thing to do.")] = ""


class Asking(Given):
    to: Annotated[list[str], Field(description="Addresses of whom to ask; none that takes part in the conversation.")]
    subject: Annotated[Words, Field(max_length=500)]
    text: Words
    quotes: Annotated[list[Id], Field(description="Messages of the conversation that they read, too.")] = []
    files: Annotated[list[Id], Field(description="Files of the conversation that they get, too.")] = []
    attachments: Annotated[list[Id], Field(description="Files that you have uploaded.")] = []


class Tag(Given):
    tag: Words


class Priority(Given):
    priority: Annotated[str, Field(description="low, normal, high or urgent")]


class MacroRun(Given):
    macro: Id


Tree = Annotated[dict[str, Any], Field(description="See the manual: conditions; `{}` holds always.")]
Steps = Annotated[list[dict[str, Any]], Field(description='Such as `[{"do": "tag", "tag": "vip"}]`.')]
IsSo = Annotated[bool, Field(strict=True)]


class NewRule(Given):
    """It is asked after all others."""

    name: Words
    trigger: Annotated[
        dict[str, Any], Field(description='`{"event": …}`, or `{"alarm": …, "after": …, "in": …, "past": …}`.')
    ]
    conditions: Tree = {}
    steps: Steps
    stops: Annotated[IsSo, Field(description="When it has fired, no later rule is asked about the same event.")] = False
    is_active: IsSo = True


class RuleChanges(Given):
    """What is left out stays."""

    name: Words = ""
    trigger: dict[str, Any] = {}
    conditions: Tree = {}
    steps: Steps = []
    stops: IsSo = False


class Turning(Given):
    on: IsSo


class Moving(Given):
    to: Annotated[int, Field(strict=True, ge=1, lt=10**9, description="From 1; a number beyond the end is the end.")]


class GoingBack(Given):
    to: Annotated[int, Field(strict=True, ge=1, lt=10**9, description="The number of a version.")]


class NewMacro(Given):
    name: Words
    conditions: Annotated[dict[str, Any], Field(description="Where it is offered; “me” is the agent.")] = {}
    steps: Steps
    is_active: Annotated[IsSo, Field(description="Whether agents are offered it.")] = True


class MacroChanges(Given):
    """What is left out stays."""

    name: Words = ""
    conditions: Tree = {}
    steps: Steps = []
    is_active: IsSo = True


class NoteText(Given):
    text: Words


class CustomerChanges(Given):
    """What is left out stays. `attributes` are merged in; one that is null is taken away."""

    name: Words = ""
    language: Annotated[Words, Field(description="BCP 47: en, pt-BR")] = ""
    time_zone: Annotated[Words, Field(description="Europe/Paris")] = ""
    company: Annotated[Id | None, Field(description="null: none")] = None
    attributes: dict[Words, Any] = {}


class NewCustomer(CustomerChanges):
    """At least one of `email`, `phone` and `external_id`."""

    email: Words = ""
    phone: Annotated[Words, Field(description="With its country: +33 6 39 98 12 07")] = ""
    external_id: Words = ""


class NewIdentity(Given):
    kind: Annotated[str, Field(description="email, phone or external")]
    value: Words


class CustomerMerging(Given):
    into: Annotated[Id, Field(description="The number of the customer who goes on.")]
    take: Annotated[
        list[Words], Field(max_length=200, description="Fields to take over though both have them: language, attributes.tier")
    ] = []


class OtherCustomer(Given):
    other: Id


class ConsentGiven(Given):
    channel: Annotated[Words, Field(description="email, sms, phone, whatsapp, post or push")]
    purpose: Words = "marketing"
    state: Annotated[Words, Field(description="granted, withdrawn or unknown")]
    source: Annotated[Words, Field(description="Where they said so.")]
    text_version: Annotated[Words, Field(description="Of the words they agreed to.")] = ""
    at: Annotated[AwareDatetime | None, Field(description="When they said so; now, if left out.")] = None


class CompaniesAsked(Page):
    search: Annotated[str, Field(max_length=200, description="A part of a name or domain.")] = ""


class CompanyChanges(Given):
    """What is left out stays. `attributes` are merged in; one that is null is taken away."""

    name: Words = ""
    domains: Annotated[list[Words], Field(max_length=100)] = []
    notes: Words = ""
    attributes: dict[Words, Any] = {}


class NewCompany(CompanyChanges):
    name: Words


class FieldsAsked(Asked):
    about: Literal["conversation", "customer", "company"] | None = None


class ChoiceGiven(Given):
    word: Words = ""
    label: Words
    is_retired: bool = False


class FieldChanges(Given):
    """What is left out stays."""

    label: Words = ""
    help: Words = ""
    unit: Words = ""
    choices: Annotated[list[ChoiceGiven], Field(max_length=500)] = []
    default: Any = None
    is_required: bool = False
    is_public: bool = False
    is_indexed: bool = False
    is_retired: bool = False


class NewField(FieldChanges):
    about: Words
    label: Words
    kind: Words
    key: Annotated[Words, Field(description="Made from the label, if left out.")] = ""


class FieldValues(Given):
    fields: Annotated[dict[Words, Any], Field(description="By key; null clears.")]
