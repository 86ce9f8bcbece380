"""Addresses of articles in a conversation."""

from django.urls import path

from regulars.answers.views import articles

app_name = "answers"
urlpatterns = [
    path("conversations/<int:conversation_id>/articles", articles.menu, name="menu"),
    path("conversations/<int:conversation_id>/articles/draft", articles.draft, name="draft"),
    path("conversations/<int:conversation_id>/articles/<int:article_id>/<str:how>", articles.put_in, name="put_in"),
]
