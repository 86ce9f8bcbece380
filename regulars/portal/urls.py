"""Addresses of the portal."""

from django.urls import path

from regulars.portal.views import conversations, signing_in

app_name = "portal"
urlpatterns = [
    path("my", conversations.conversations, name="conversations"),
    path("my/sign-in", signing_in.ask, name="sign_in"),
    path("my/sign-in/code", signing_in.code, name="code"),
    path("my/sign-out", signing_in.sign_out, name="sign_out"),
    path("my/conversations/<int:conversation_id>", conversations.one, name="conversation"),
    path("my/conversations/<int:conversation_id>/answer", conversations.write, name="answer"),
    path("my/conversations/<int:conversation_id>/close", conversations.close, name="close"),
    path("my/conversations/<int:conversation_id>/reopen", conversations.open_again, name="reopen"),
    path("my/files/<int:attachment_id>", conversations.file, name="file"),
    path("my/files/<int:attachment_id>/picture", conversations.picture, name="picture"),
]
