"""Addresses of mailboxes, of the ledger of letters, and of the local mailbox."""

from django.urls import path

from regulars.channels.email.views import (
    automatic,
    forwarding,
    ledger,
    mailboxes,
    originals,
    provider_calls,
    providers,
    quarantine,
    rules,
    sent_mail,
)

app_name = "email"
urlpatterns = [
    path("messages/<int:message_id>/original", originals.original, name="original"),
    path("settings/mailboxes", mailboxes.mailboxes, name="mailboxes"),
    path("settings/mailboxes/new", mailboxes.mailbox, name="new_mailbox"),
    path("settings/mailboxes/<int:mailbox_id>", mailboxes.mailbox, name="mailbox"),
    path("settings/mailboxes/<int:mailbox_id>/switch", mailboxes.switch),
    path("settings/mailboxes/<int:mailbox_id>/forwarding", forwarding.forwarding, name="forwarding"),
    path("settings/mailboxes/<int:mailbox_id>/forwarding/progress", forwarding.progress, name="forwarding_progress"),
    path("settings/providers/new", providers.new_provider, name="new_provider"),
    path("settings/providers/<int:provider_id>", providers.provider, name="provider"),
    path("settings/providers/<int:provider_id>/act", providers.act),
    path("from-providers/<int:provider_id>/letters", provider_calls.call, {"way": "letters"}),
    path("from-providers/<int:provider_id>/letters/mime", provider_calls.call, {"way": "letters"}),
    path("from-providers/<int:provider_id>/reports", provider_calls.call, {"way": "reports"}),
    path("settings/letters", ledger.letters, name="letters"),
    path("settings/letters/<int:letter_id>", ledger.letter, name="letter"),
    path("settings/letters/<int:letter_id>/body", ledger.body),
    path("settings/letters/<int:letter_id>/original", ledger.original),
    path("settings/letters/<int:letter_id>/retry", ledger.retry),
    path("settings/quarantine", quarantine.quarantine, name="quarantine"),
    path("settings/quarantine/act", quarantine.act),
    path("settings/quarantine/rules", rules.rules, name="rules"),
    path("settings/quarantine/senders", rules.know),
    path("settings/quarantine/senders/<int:rule_id>/forget", rules.forget),
    path("settings/automatic", automatic.automatic, name="automatic"),
    path("settings/automatic/<int:inbox_id>", automatic.acknowledgement, name="acknowledgement"),
    path("settings/automatic/silences/<int:silence_id>/end", automatic.let_leave),
    path("sent-mail", sent_mail.sent_mail, name="sent_mail"),
    path("sent-mail/<int:letter_id>", sent_mail.sent_letter),
    path("sent-mail/<int:letter_id>/body", sent_mail.body),
    path("sent-mail/<int:letter_id>/raw", sent_mail.raw),
    path("sent-mail/<int:letter_id>/files/<int:number>", sent_mail.file),
]
