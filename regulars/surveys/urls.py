"""Addresses that take answers, and at the desk."""

from django.urls import path

from regulars.surveys.views import cases, results, reviews, surveys, themes

app_name = "surveys"
urlpatterns = [
    path("feedback", results.overview, name="feedback"),
    path("feedback/answers", results.answers, name="answers"),
    path("feedback/surveys/<int:survey_id>", results.one_survey, name="results"),
    path("feedback/themes", themes.themes, name="themes"),
    path("feedback/themes/<int:theme_id>", themes.one, name="theme"),
    path("feedback/themes/<int:theme_id>/keep", themes.keep, name="keep_theme"),
    path("feedback/themes/<int:theme_id>/merge", themes.merge, name="merge_theme"),
    path("feedback/themes/<int:theme_id>/tell", themes.tell, name="tell"),
    path("feedback/themes/<int:theme_id>/comments/<int:opinion_id>/take-out", themes.take_out, name="take_out"),
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
    path("settings/surveys/<int:survey_id>/reviews", reviews.reviews, name="reviews"),
    path("settings/surveys/<int:survey_id>/code.svg", surveys.code, name="code"),
]
