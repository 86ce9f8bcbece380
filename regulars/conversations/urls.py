"""Addresses of the inbox and of conversations."""

from django.urls import path

from regulars.conversations.views import (
    addresses,
    answering,
    beginning,
    inbox,
    leaving,
    letters,
    merging,
    organising,
    palette,
    person,
    thread,
)

app_name = "conversations"
urlpatterns = [
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/list", inbox.list_alone),
    path("inbox/rows", inbox.list_rows),
    path("inbox/new", beginning.write_first, name="new"),
    path("inbox/filters", inbox.filters),
    path("inbox/<int:conversation_id>", thread.thread, name="thread"),
    path("conversations/<int:conversation_id>/earlier", thread.earlier),
    path("conversations/<int:conversation_id>/news", thread.news),
    path("conversations/<int:conversation_id>/write", answering.write),
    path("conversations/<int:conversation_id>/composer", thread.composer),
    path("conversations/<int:conversation_id>/merge", merging.bring_together),
    path("conversations/<int:conversation_id>/unmerge", merging.take_apart),
    path("conversations/<int:conversation_id>/not-this", merging.not_this),
    path("conversations/<int:conversation_id>/draft", answering.draft),
    path("conversations/<int:conversation_id>/assign", organising.give),
    path("conversations/<int:conversation_id>/resolve", organising.settle),
    path("conversations/<int:conversation_id>/reopen", organising.take_up),
    path("conversations/<int:conversation_id>/tag", organising.put_tag),
    path("conversations/<int:conversation_id>/untag", organising.take_tag),
    path("conversations/<int:conversation_id>/priority", organising.prioritise),
    path("messages/<int:message_id>/body", letters.body),
    path("messages/<int:message_id>/retry", answering.try_again),
    path("messages/<int:message_id>/take-back", leaving.take_it_back),
    path("messages/<int:message_id>/send-now", leaving.send_it_now),
    path("attachments", answering.upload),
    path("attachments/<int:attachment_id>", letters.attachment),
    path("attachments/<int:attachment_id>/picture", letters.picture),
    path("attachments/<int:attachment_id>/discard", answering.discard),
    path("customers/<int:customer_id>/pane", person.pane),
    path("customers/<int:customer_id>/conversations", person.conversations_of),
    path("settings/addresses", addresses.suppressed, name="suppressed"),
    path("settings/addresses/allow", addresses.allow_again),
    path("palette", palette.palette),
]
