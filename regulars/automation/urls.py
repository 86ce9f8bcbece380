"""Addresses of rules and macros."""

from django.urls import path

from regulars.automation.views import earning, macros, past, rules

app_name = "automation"
urlpatterns = [
    path("settings/rules", rules.rules, name="rules"),
    path("settings/rules/new", rules.one_rule, name="new_rule"),
    path("settings/rules/about", rules.about, name="about"),
    path("settings/rules/preview", rules.preview, name="preview"),
    path("settings/rules/log", past.log_kept, name="keep_log"),
    path("settings/rules/<int:rule_id>", rules.one_rule, name="rule"),
    path("settings/rules/<int:rule_id>/turn", rules.switch, name="turn"),
    path("settings/rules/<int:rule_id>/move", rules.place, name="move"),
    path("settings/rules/<int:rule_id>/remove", rules.remove, name="remove_rule"),
    path("settings/rules/<int:rule_id>/log", past.log, name="log"),
    path("settings/rules/<int:rule_id>/versions", past.versions, name="versions"),
    path("settings/rules/<int:rule_id>/back", past.back, name="back"),
    path("settings/loyalty/<int:programme_id>/rules", earning.rules, name="earning"),
    path("settings/loyalty/<int:programme_id>/rules/new", earning.one_rule, name="new_earning_rule"),
    path("settings/loyalty/<int:programme_id>/rules/<int:earning_id>", earning.one_rule, name="earning_rule"),
    path("settings/loyalty/rules/about", earning.about, name="about_earning"),
    path("settings/loyalty/rules/<int:earning_id>/turn", earning.switch, name="turn_earning"),
    path("settings/loyalty/rules/<int:earning_id>/move", earning.place, name="move_earning"),
    path("settings/loyalty/rules/<int:earning_id>/remove", earning.remove, name="remove_earning"),
    path("settings/loyalty/rules/<int:earning_id>/versions", earning.versions, name="earning_versions"),
    path("settings/macros", macros.macros, name="macros"),
    path("settings/macros/new", macros.one_macro, name="new_macro"),
    path("settings/macros/<int:macro_id>", macros.one_macro, name="macro"),
    path("settings/macros/<int:macro_id>/remove", macros.remove, name="remove_macro"),
    path("conversations/<int:conversation_id>/macros", macros.menu, name="macro_menu"),
    path("conversations/<int:conversation_id>/macros/undo", macros.undo, name="undo_macro"),
    path("conversations/<int:conversation_id>/macros/<int:macro_id>", macros.run, name="run_macro"),
    path("conversations/<int:conversation_id>/macros/<int:macro_id>/words", macros.put_in, name="put_in_macro"),
]
