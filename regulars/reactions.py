"""What follows from what. Nothing else listens.

Each line is read: when this has happened, do these, each in a transaction of its own, each once in effect, in the order of
the customer's events. A reaction takes the event and its customer: `def learn_language(event, *, customer) -> None`.
What must be true together with the event belongs in the verb instead.
"""

from regulars.assistant.actions.consider_question import consider_question
from regulars.assistant.actions.forget_answers import forget_answers
from regulars.assistant.actions.forget_questions import forget_questions
from regulars.assistant.actions.note_reopened import note_reopened
from regulars.assistant.actions.note_taken import note_taken
from regulars.automation.actions.consider import consider
from regulars.automation.actions.credit_past import credit_past
from regulars.automation.actions.follow_order import follow_order
from regulars.automation.actions.keep_time import keep_time
from regulars.automation.actions.reward_event import reward_event
from regulars.channels.chat.events import ChatCommented, ChatRated
from regulars.channels.email.actions.acknowledge_letter import acknowledge_letter
from regulars.channels.email.actions.follow_messages import follow_messages
from regulars.commerce.events import (
    DisputeClosed,
    OrderCancelled,
    OrderDelivered,
    OrderDisputed,
    OrderExtended,
    OrderPaid,
    OrderRefunded,
    OrderResumed,
    RefundFailed,
)
from regulars.conversations.actions.keep_promises import keep_clocks
from regulars.conversations.actions.learn_language import learn_language
from regulars.conversations.actions.read_signature import read_signature
from regulars.conversations.events import (
    ConversationAssigned,
    ConversationEvent,
    ConversationOpened,
    ConversationReopened,
    ConversationSplit,
    ConversationUnsplit,
    ConversationWoken,
    MessageBounced,
    MessageFailed,
    MessageHeld,
    MessageReceived,
    NoteAdded,
    PromiseAtRisk,
    PromiseBroken,
    ReplyWritten,
    TeamTold,
)
from regulars.customers.actions.fill_fields import fill_fields
from regulars.customers.actions.gather_up import gather_up
from regulars.customers.actions.look_alike import look_alike
from regulars.customers.events import (
    CustomerErased,
    CustomerMerged,
    CustomerMet,
    CustomerUnmerged,
    Event,
    IdentityAdded,
)
from regulars.loyalty.actions.join_accounts import join_accounts
from regulars.loyalty.actions.part_accounts import part_accounts
from regulars.loyalty.events import MemberJoined, PointsEarned, TierChanged
from regulars.notifications.actions.notify import notify
from regulars.outreach.actions.tell_member import tell_earned, tell_reward, tell_tier
from regulars.outreach.events import OutreachSent
from regulars.referrals.actions.follow_purchase import follow_purchase
from regulars.referrals.actions.follow_refund import follow_refund
from regulars.referrals.actions.look_again import look_again
from regulars.rewards.events import GoodwillEvent, RewardGiven
from regulars.routing.actions.wake import wake
from regulars.surprises.actions.count_again import count_again
from regulars.surprises.actions.count_towards import count_towards
from regulars.surprises.actions.uncount import uncount
from regulars.surveys.actions.note_asked import note_asked
from regulars.surveys.actions.take_rating import take_rating
from regulars.surveys.actions.tell_owner import tell_owner
from regulars.surveys.events import CaseOpened

REACTIONS = {
    Event: [count_towards, consider, reward_event],
    CustomerMet: [fill_fields, look_alike],
    IdentityAdded: [look_alike],
    CustomerMerged: [gather_up, look_again, join_accounts],
    CustomerUnmerged: [look_again, part_accounts],
    CustomerErased: [forget_answers, forget_questions],
    ConversationEvent: [keep_clocks, keep_time, wake],
    ConversationOpened: [acknowledge_letter, fill_fields, read_signature],
    ConversationSplit: [follow_messages],
    ConversationUnsplit: [follow_messages],
    ConversationReopened: [note_reopened],
    MessageReceived: [consider_question, learn_language, notify],
    MessageFailed: [notify],
    MessageBounced: [notify],
    MessageHeld: [notify],
    NoteAdded: [notify],
    TeamTold: [notify],
    GoodwillEvent: [notify],
    ConversationAssigned: [note_taken, notify],
    ReplyWritten: [note_taken],
    ConversationWoken: [notify],
    PromiseAtRisk: [notify],
    PromiseBroken: [notify],
    PointsEarned: [tell_earned],
    TierChanged: [tell_tier],
    RewardGiven: [tell_reward],
    OrderDisputed: [follow_refund],
    DisputeClosed: [follow_refund],
    OutreachSent: [note_asked],
    CaseOpened: [tell_owner],
    ChatRated: [take_rating],
    ChatCommented: [take_rating],
    MemberJoined: [credit_past],
    OrderPaid: [follow_order, follow_purchase],
    OrderExtended: [follow_order, follow_purchase],
    OrderDelivered: [follow_order],
    OrderCancelled: [follow_order, follow_refund, uncount],
    OrderResumed: [follow_order, follow_purchase, count_again],
    OrderRefunded: [follow_order, follow_refund, uncount],
    RefundFailed: [follow_order, follow_purchase, count_again],
}
