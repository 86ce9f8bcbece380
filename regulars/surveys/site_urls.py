"""Addresses that take an answer: at the house's address, and at a brand's own."""

from django.urls import path

from regulars.surveys.views import answering, widget

urlpatterns = [
    path("opinion/<slug:code>", answering.opinion, name="opinion"),
    path("survey.js", widget.script, name="survey_script"),
    path("opinion/to/<slug:slug>/page", widget.page, name="opinion_on_page"),
    path("opinion/to/<slug:slug>", answering.public, name="public_opinion"),
]
