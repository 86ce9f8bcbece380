"""Addresses of what we know: for whoever writes it. Those for readers stand in `views/site/`."""

from django.urls import path

from regulars.knowledge.views import articles, categories, centres, editor, guide_steps, guides, searches, versions

WORDS = "knowledge/<int:article_id>/<str:language>"
GUIDE = "knowledge/guides/<int:guide_id>"

app_name = "knowledge"
urlpatterns = [
    path("knowledge", articles.articles, name="articles"),
    path("knowledge/new", articles.new, name="new"),
    path("knowledge/categories", categories.categories, name="categories"),
    path("knowledge/categories/new", categories.one_category, name="new_category"),
    path("knowledge/categories/<int:category_id>", categories.one_category, name="category"),
    path("knowledge/categories/<int:category_id>/move", categories.place_category, name="move_category"),
    path("knowledge/categories/<int:category_id>/remove", categories.remove, name="remove_category"),
    path("knowledge/guides", guides.guides, name="guides"),
    path("knowledge/guides/note", guides.note, name="note_guide"),
    path(GUIDE, guides.guide, name="guide"),
    path(f"{GUIDE}/remove", guides.remove, name="remove_guide"),
    path(f"{GUIDE}/preview", guides.preview, name="preview_guide"),
    path(f"{GUIDE}/preview/<str:key>", guides.preview),
    path(f"{GUIDE}/steps/new", guide_steps.guide_step, name="new_guide_step"),
    path(f"{GUIDE}/steps/<int:step_id>", guide_steps.guide_step, name="guide_step"),
    path(f"{GUIDE}/steps/<int:step_id>/move", guide_steps.place_step, name="move_guide_step"),
    path(f"{GUIDE}/steps/<int:step_id>/remove", guide_steps.remove_step, name="remove_guide_step"),
    *(path(f"{GUIDE}/{verb}", guides.act, {"verb": verb}, name=f"{verb}_guide") for verb in guides.ACTS),
    path("knowledge/searches", searches.searches, name="searches"),
    path("knowledge/synonyms/<int:synonyms_id>/remove", searches.remove, name="remove_synonyms"),
    path("knowledge/<int:article_id>", editor.article, name="article"),
    path("knowledge/<int:article_id>/move", articles.place, name="move"),
    path("knowledge/<int:article_id>/retire", articles.put_away, name="retire"),
    path("knowledge/<int:article_id>/bring-back", articles.take_up, name="bring_back"),
    path("knowledge/<int:article_id>/remove", articles.remove, name="remove"),
    path("knowledge/<int:article_id>/files", editor.files, name="files"),
    path(WORDS, editor.editor, name="editor"),
    path(f"{WORDS}/draft", editor.draft, name="draft"),
    path(f"{WORDS}/facts", editor.facts, name="facts"),
    path(f"{WORDS}/address", editor.address, name="address"),
    path(f"{WORDS}/preview", versions.preview, name="preview"),
    path(f"{WORDS}/versions", versions.versions, name="versions"),
    path(f"{WORDS}/versions/<int:version>/restore", versions.restore, name="restore"),
    *(path(f"{WORDS}/{verb}", editor.act, {"verb": verb}, name=verb) for verb in editor.ACTS),
    path("settings/help-centres", centres.centres, name="centres"),
    path("settings/help-centres/<int:brand_id>", centres.one_centre, name="centre"),
    path("settings/help-centres/redirects/<int:redirect_id>/remove", centres.forget_redirect, name="remove_redirect"),
]
