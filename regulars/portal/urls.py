"""Addresses of the portal."""

from django.urls import path

from regulars.portal.views import asking, conversations, data, details, orders, points, rewards, signing_in

app_name = "portal"
urlpatterns = [
    path("my", conversations.conversations, name="conversations"),
    path("my/sign-in", signing_in.ask, name="sign_in"),
    path("my/sign-in/code", signing_in.code, name="code"),
    path("my/sign-out", signing_in.sign_out, name="sign_out"),
    path("my/conversations/<int:conversation_id>", conversations.one, name="conversation"),
    path("my/conversations/<int:conversation_id>/said", conversations.said, name="said"),
    path("my/conversations/<int:conversation_id>/answer", conversations.write, name="answer"),
    path("my/conversations/<int:conversation_id>/close", conversations.close, name="close"),
    path("my/conversations/<int:conversation_id>/reopen", conversations.open_again, name="reopen"),
    path("my/orders", orders.orders, name="orders"),
    path("my/orders/<int:order_id>", orders.order, name="order"),
    path("my/orders/<int:order_id>/return", orders.ask_return, name="ask_return"),
    path("my/returns/<int:return_id>", orders.one_return, name="return"),
    path("my/returns/<int:return_id>/label", orders.label, name="label"),
    path("my/returns/<int:return_id>/withdraw", orders.withdraw, name="withdraw"),
    path("my/points", points.points, name="points"),
    path("my/points/join", points.join, name="join"),
    path("my/points/claim", points.claim, name="claim"),
    path("my/rewards", rewards.rewards, name="rewards"),
    path("my/rewards/<int:reward_id>/claim", rewards.claim_reward, name="claim_reward"),
    path("my/rewards/claims/<int:claim_id>/cancel", rewards.give_back, name="give_back"),
    path("my/new", asking.forms, name="forms"),
    path("my/new/<slug:slug>", asking.one, name="ask"),
    path("my/new/<slug:slug>/articles", asking.articles, name="articles"),
    path("my/new/<slug:slug>/questions", asking.questions, name="questions"),
    path("my/details", details.details, name="details"),
    path("my/details/choices", details.choose, name="choose"),
    path("my/details/addresses", details.add, name="add_address"),
    path("my/details/addresses/code", details.address_code, name="address_code"),
    path("my/details/addresses/<int:identity_id>/remove", details.remove, name="remove_address"),
    path("my/details/sessions/<int:session_id>/end", details.end, name="end_session"),
    path("my/data", data.data, name="data"),
    path("my/data/export", data.export, name="ask_export"),
    path("my/data/erasure", data.erasure, name="ask_erasure"),
    path("my/data/<int:export_id>", data.take, name="take_export"),
    path("my/files/<int:attachment_id>", conversations.file, name="file"),
    path("my/files/<int:attachment_id>/picture", conversations.picture, name="picture"),
]
