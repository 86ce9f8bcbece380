"""Addresses that take answers, and at the desk."""

from django.urls import path

from regulars.surveys.views import cases, results, surveys

app_name = "surveys"
urlpatterns = [
    path("feedback", results.overview, name="feedback"),
    path("feedback/answers", results.answers, name="answers"),
    path("feedback/surveys/<int:survey_id>", results.one_survey, name="results"),
    path("feedback/cases", cases.cases, name="cases"),
    path("feedback/cases/<int:case_id>", cases.one, name="case"),
    path("feedback/cases/<int:case_id>/take", cases.take, name="take"),
    path("feedback/cases/<int:case_id>/contact", cases.contact, name="contact"),
    path("feedback/cases/<int:case_id>/close", cases.close, name="close"),
    path("customers/<int:customer_id>/opinions", results.of_customer, name="of_customer"),
    path("settings/surveys", surveys.surveys, name="surveys"),
    path("settings/surveys/new", surveys.one, name="new_survey"),
    path("settings/surveys/pacing", surveys.pacing, name="pacing"),
    path("settings/surveys/<int:survey_id>", surveys.one, name="survey"),
    path("settings/surveys/<int:survey_id>/code.svg", surveys.code, name="code"),
]
