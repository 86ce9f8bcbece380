"""Addresses that take an answer: at the house's address, and at a brand's own."""

from django.urls import path

from regulars.surveys.views import answering

urlpatterns = [
    path("opinion/<slug:code>", answering.opinion, name="opinion"),
    path("opinion/to/<slug:slug>", answering.public, name="public_opinion"),
]
