"""What each provider speaks: a row for each. Adding one is adding a row."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field

from anymail.exceptions import AnymailInsecureWebhookWarning, AnymailNotSupportedWarning
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView, MailjetTrackingWebhookView
from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
from anymail.webhooks.postal import PostalTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from anymail.webhooks.unisender_go import UnisenderGoTrackingWebhookView

from regulars.channels.email.providers import letters
from regulars.channels.email.providers.amazon_ses import SesLetters, SesReports
from regulars.channels.email.providers.resend import ResendLetters, ResendReports

warnings.filterwarnings("ignore", category=AnymailInsecureWebhookWarning)  # who may call is asked in `callers`
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)  # SendGrid: read here, and tested

View = type[AnymailBaseWebhookView]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """How to read a provider's calls. The names are those under which its views take a key; "" where there is none."""

    letters: View | None = None
    reports: View | None = None
    letters_key: str = ""
    reports_key: str = ""
    api_key: str = ""
    is_hard: Mapping[str, frozenset[object]] = field(
        default_factory=dict
    )  # path in an event → what says: refused for good

    def view_for(self, way: str) -> View | None:
        return self.letters if way == "letters" else self.reports

    def key_for(self, way: str) -> str:
        return self.letters_key if way == "letters" else self.reports_key


def _hard(path: str, *words: object) -> dict[str, frozenset[object]]:
    return {path: frozenset(words)}


PROTOCOLS: dict[str, Protocol] = {
    "amazon_ses": Protocol(
        letters=SesLetters, reports=SesReports, api_key="s3_key", is_hard=_hard("bounce.bounceType", "Permanent")
    ),
    "brevo": Protocol(
        letters=letters.BrevoLetters,
        reports=BrevoTrackingWebhookView,
        api_key="api_key",
        is_hard=_hard("event", "hard_bounce", "invalid_email"),
    ),
    "mailersend": Protocol(
        letters=letters.MailerSendLetters,
        reports=MailerSendTrackingWebhookView,
        letters_key="inbound_secret",
        reports_key="signing_secret",
        is_hard=_hard("data.type", "hard_bounced"),
    ),
    "mailgun": Protocol(
        letters=letters.MailgunLetters,
        reports=MailgunTrackingWebhookView,
        letters_key="webhook_signing_key",
        reports_key="webhook_signing_key",
        is_hard=_hard("event-data.severity", "permanent") | _hard("event", "bounced"),
    ),
    "mailjet": Protocol(
        letters=MailjetInboundWebhookView, reports=MailjetTrackingWebhookView, is_hard=_hard("hard_bounce", True)
    ),
    "mailtrap": Protocol(
        letters=letters.MailtrapLetters,
        reports=MailtrapTrackingWebhookView,
        letters_key="inbound_secret",
        reports_key="tracking_secret",
        api_key="api_token",
        is_hard=_hard("event", "bounce"),
    ),
    "mandrill": Protocol(
        letters=letters.MandrillCalls,
        reports=letters.MandrillCalls,
        letters_key="webhook_key",
        reports_key="webhook_key",
        is_hard=_hard("event", "hard_bounce"),
    ),
    "postal": Protocol(
        letters=letters.PostalLetters,
        reports=PostalTrackingWebhookView,
        letters_key="webhook_key",
        reports_key="webhook_key",
        is_hard=_hard("payload.status", "HardFail"),
    ),
    "postmark": Protocol(
        letters=letters.PostmarkLetters,
        reports=PostmarkTrackingWebhookView,
        is_hard=_hard("Type", "HardBounce", "BadEmailAddress"),
    ),
    "resend": Protocol(
        letters=ResendLetters,
        reports=ResendReports,
        letters_key="signing_key",
        reports_key="signing_key",
        api_key="api_key",
        is_hard=_hard("data.bounce.type", "Permanent"),
    ),
    "sendgrid": Protocol(
        letters=letters.SendGridLetters,
        reports=SendGridTrackingWebhookView,
        reports_key="tracking_webhook_verification_key",
        is_hard=_hard("type", "bounce") | _hard("reason", "Bounced Address", "Invalid"),
    ),
    "sparkpost": Protocol(
        letters=letters.SparkPostLetters,
        reports=SparkPostTrackingWebhookView,
        is_hard=_hard("msys.message_event.bounce_class", "10", "30", "90"),
    ),
    "unisender_go": Protocol(
        reports=UnisenderGoTrackingWebhookView, reports_key="api_key", is_hard=_hard("status", "hard_bounced")
    ),
}
