"""Addresses of the assistant at the desk."""

from django.urls import path

from regulars.assistant.views import comparing, evaluation, helping, proposals, questions, runs, settings, usage

app_name = "assistant"
EVALUATION = "assistant/evaluation"
urlpatterns = [
    path("settings/assistant", settings.assistant, name="settings"),
    path("settings/assistant/stop", settings.stop, name="stop"),
    path("settings/assistant/try", settings.try_it, name="try"),
    path("settings/assistant/usage", usage.usage, name="usage"),
    path("settings/assistant/inboxes/<int:inbox_id>", settings.inbox, name="inbox_duties"),
    path("settings/assistant/centres/<int:centre_id>", settings.centre, name="centre_duties"),
    path("conversations/<int:conversation_id>/assistant", helping.menu, name="help_menu"),
    path("conversations/<int:conversation_id>/assistant/<str:what>", helping.help_with, name="help_with"),
    path("assistant/hints/<int:hint_id>/use", helping.use, name="use_hint"),
    path("assistant/hints/<int:hint_id>/dismiss", helping.dismiss, name="dismiss_hint"),
    path("assistant/proposals", proposals.proposals, name="proposals"),
    path("assistant/proposals/<int:proposal_id>/approve", proposals.approve, name="approve_proposal"),
    path("assistant/proposals/<int:proposal_id>/dismiss", proposals.dismiss, name="dismiss_proposal"),
    path(EVALUATION, evaluation.evaluation, name="evaluation"),
    path(f"{EVALUATION}/sets/<int:set_id>", evaluation.question_set, name="question_set"),
    path(f"{EVALUATION}/sets/<int:set_id>/file", evaluation.bring_in, name="bring_in_questions"),
    path(f"{EVALUATION}/sets/<int:set_id>/gather", evaluation.gather, name="gather_questions"),
    path(f"{EVALUATION}/sets/<int:set_id>/remove", evaluation.remove, name="remove_question_set"),
    path(f"{EVALUATION}/sets/<int:set_id>/run", runs.begin, name="begin_run"),
    path(f"{EVALUATION}/questions/<int:question_id>", questions.question, name="question"),
    path(f"{EVALUATION}/questions/<int:question_id>/remove", questions.remove, name="remove_question"),
    path(f"{EVALUATION}/runs/<int:trial_id>", runs.run, name="run"),
    path(f"{EVALUATION}/runs/<int:trial_id>/progress", runs.progress, name="run_progress"),
    path(f"{EVALUATION}/runs/<int:trial_id>/stop", runs.stop, name="stop_run"),
    path(f"{EVALUATION}/runs/<int:trial_id>/remove", runs.remove, name="remove_run"),
    path(f"{EVALUATION}/runs/<int:trial_id>/results.csv", runs.download, name="run_csv"),
    path(f"{EVALUATION}/results/<int:result_id>", runs.result, name="result"),
    path(f"{EVALUATION}/compare", comparing.compare, name="compare"),
]
