"""Articles: list, search, read, write, publish; the categories and help centres that they stand in."""

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import articles, shapes, told
from regulars.api.given.articles import ArticleChanges, ArticlesAsked, CategoriesAsked, NewArticle, WordsGiven
from regulars.api.signing_in import needing
from regulars.knowledge.actions.bring_back import bring_back
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.retire import retire
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.unpublish import unpublish
from regulars.knowledge.actions.write import write
from regulars.knowledge.holding import held_article
from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import Category, HelpCentre, Translation
from regulars.team.permissions import Permission

router = Router(tags=["Articles"])
ONE, WORDS = "/articles/{int:number}", "/articles/{int:number}/translations/{language}"
WRITING = needing(Permission.KNOWLEDGE)


@router.get("/articles", response=shapes.PageOf[shapes.Article], summary="List or search articles")
def list_articles(request: HttpRequest, asked: Query[ArticlesAsked]) -> HttpResponse:
    """In the order in which they were made; with `search`, the best answer first. Who may not write sees what is published."""
    look = articles.searched if asked.search.strip() else articles.listed
    return told.page_of(*look(asked, agent=request.auth))


@router.get(ONE, response=shapes.WholeArticle, summary="Read an article")
def read_article(request: HttpRequest, number: int) -> HttpResponse:
    """In every language; with its drafts for those who may write."""
    return _now(request, number)


@router.post("/articles", auth=WRITING, response={201: shapes.WholeArticle}, summary="Begin an article")
@transaction.atomic
def begin_article(request: HttpRequest, given: NewArticle) -> HttpResponse:
    """A draft: nobody reads it before it is published."""
    centre = articles.the_centre(given.centre)
    said = given.model_dump(exclude_unset=True, include=set(ArticleChanges.model_fields))
    article = save_article(None, centre=centre, facts=articles.named(said), by=request.auth)
    language = given.language or centre.language
    write(article, language=language, title=given.title, html=given.html, by=request.auth)
    return _now(request, article.pk, status=201)


@router.patch(ONE, auth=WRITING, response=shapes.WholeArticle, summary="Change what is said about an article")
def change_article(request: HttpRequest, number: int, given: ArticleChanges) -> HttpResponse:
    """At once, also for readers."""
    article = articles.the_article(number, agent=request.auth)
    save_article(article, facts=articles.named(given.model_dump(exclude_unset=True)), by=request.auth)
    return _now(request, number)


@router.patch(WORDS, auth=WRITING, response=shapes.WholeArticle, summary="Write an article in a language")
@transaction.atomic
def write_words(request: HttpRequest, number: int, language: str, given: WordsGiven) -> HttpResponse:
    """The draft, which readers do not see before it is published. It is begun, if it is not written in this language."""
    article = held_article(articles.the_article(number, agent=request.auth))
    words = article.in_language(checked_language(language))
    kept = {"title": words.draft_title, "html": words.draft_html} if words else {"title": "", "html": ""}
    write(article, language=language, **kept | given.model_dump(exclude_unset=True), by=request.auth)
    return _now(request, number)


@router.post(f"{WORDS}/publish", auth=WRITING, response=shapes.WholeArticle, summary="Publish in a language")
def publish_words(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The draft, as a new version. Harmless when there is nothing new; 422 names what is missing."""
    publish(_words(request, number, language), by=request.auth)
    return _now(request, number)


@router.post(f"{WORDS}/unpublish", auth=WRITING, response=shapes.WholeArticle, summary="Unpublish in a language")
def unpublish_words(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """It is a draft again. Harmless for a draft."""
    unpublish(_words(request, number, language), by=request.auth)
    return _now(request, number)


@router.post(f"{ONE}/retire", auth=WRITING, response=shapes.WholeArticle, summary="Retire an article")
def retire_article(request: HttpRequest, number: int) -> HttpResponse:
    """Nobody reads it any more, in any language, and nothing finds it. Harmless twice."""
    retire(articles.the_article(number, agent=request.auth), by=request.auth)
    return _now(request, number)


@router.post(f"{ONE}/bring-back", auth=WRITING, response=shapes.WholeArticle, summary="Bring a retired article back")
def bring_article_back(request: HttpRequest, number: int) -> HttpResponse:
    """What was published of it is read again. Harmless when it is not retired."""
    bring_back(articles.the_article(number, agent=request.auth), by=request.auth)
    return _now(request, number)


@router.get("/categories", response=shapes.PageOf[shapes.Category], summary="Categories of articles")
def categories(request: HttpRequest, asked: Query[CategoriesAsked]) -> HttpResponse:
    """Help centre by help centre in their order, those within others after them."""
    rows = Category.objects.filter(centre=articles.the_centre(asked.centre)) if asked.centre else Category.objects
    in_turn = ("centre", F("parent__position").asc(nulls_first=True), "parent", "position", "pk")
    return told.page_of([told.category(row) for row in rows.prefetch_related("names").order_by(*in_turn)], None)


@router.get("/help-centres", response=shapes.PageOf[shapes.HelpCentre], summary="Help centres")
def help_centres(request: HttpRequest) -> HttpResponse:
    """With their languages. Whoever works here reads those, too, that are not open yet."""
    return told.page_of([told.help_centre(row) for row in HelpCentre.objects.all()], None)


def _words(request: HttpRequest, number: int, language: str) -> Translation:
    article, language = articles.the_article(number, agent=request.auth), checked_language(language)
    words = article.in_language(language)
    if words is None:
        raise Http404(f"Article {number} is not written in {language}")
    return words


def _now(request: HttpRequest, number: int, *, status: int = 200) -> HttpResponse:
    return told.told(articles.whole_article(number, agent=request.auth), status=status)
