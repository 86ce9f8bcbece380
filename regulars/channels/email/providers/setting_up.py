"""What an admin has to do at each provider, in a sentence."""

from django.utils.translation import gettext_lazy as _

LETTERS = {
    "amazon_ses": _(
        "A receipt rule with the action SNS (encoding Base64, up to 150 kB) or S3; subscribe this address to its topic. We confirm the subscription."
    ),
    "brevo": _("A webhook for inbound parsing, made through Brevo’s API, with this address. Letters come in pieces."),
    "mailersend": _("An inbound route that forwards to this address."),
    "mailgun": _(
        "A route with forward() to this address. The word “mime” in it makes Mailgun send letters as they are."
    ),
    "mailjet": _("A parse route with this address. Letters come in pieces."),
    "mailtrap": _("A webhook of the inbound inbox, in JSON, with this address."),
    "mandrill": _("A route of the inbound domain to this address."),
    "postal": _("An HTTP endpoint with this address, sending raw messages in Base64."),
    "postmark": _("The webhook of the inbound stream; tick “Include raw email content in JSON payload”."),
    "resend": _("A webhook for email.received with this address."),
    "sendgrid": _("Inbound Parse with this address; tick “POST the raw, full MIME message”."),
    "sparkpost": _("A relay webhook with this address."),
}
REPORTS = {
    "amazon_ses": _(
        "Publish deliveries, delays, bounces, complaints and rejects to a topic, and subscribe this address to it."
    ),
    "brevo": _("A webhook for transactional e-mail with this address."),
    "mailersend": _("A webhook with this address."),
    "mailgun": _("Webhooks with this address: delivered, permanent and temporary failure, spam complaints."),
    "mailjet": _("Event callbacks with this address: sent, bounce, blocked, spam."),
    "mailtrap": _("A webhook for the sending stream, in JSON, with this address."),
    "mandrill": _("A webhook with this address: delays, bounces, rejects, spam."),
    "postal": _("A webhook with this address."),
    "postmark": _("Webhooks of the sending stream with this address: delivery, bounce, spam complaint."),
    "resend": _(
        "A webhook with this address: email.delivered, email.delivery_delayed, email.bounced, email.complained."
    ),
    "sendgrid": _("The event webhook with this address: delivered, deferred, bounced, dropped, spam reports."),
    "sparkpost": _("A webhook with this address."),
    "unisender_go": _("A webhook with this address."),
}
