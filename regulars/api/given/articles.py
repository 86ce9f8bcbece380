"""Which articles are asked for, and what is said in one and about it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, AskedId, Given, Id, Page, Words

IsSo = Annotated[bool, Field(strict=True)]


class ArticlesAsked(Page):
    search: Annotated[
        str, Field(max_length=300, description="A question or words: what is published and answers them, best first.")
    ] = ""
    language: Annotated[str, Field(max_length=20, description="Those written in it; in a search, published in it.")] = (
        ""
    )
    state: Annotated[
        Literal["published", "draft", "scheduled", "retired"] | None,
        Field(description="In this language, or in any. draft: with words that readers do not see yet."),
    ] = None
    category: Annotated[AskedId | None, Field(description="In it, and not in those within it.")] = None
    centre: Annotated[AskedId | None, Field(description="A search is of one: the first, if left out.")] = None


class CategoriesAsked(Asked):
    centre: AskedId | None = None


class ArticleChanges(Given):
    """What is left out stays. What the article says is changed in its translations."""

    category: Annotated[Id | None, Field(description="null: none")] = None
    visibility: Annotated[Words, Field(description="public, signed_in, segment or agents")] = "public"
    segment: Annotated[dict[str, Any], Field(description="Which customers, as conditions, for `segment`.")] = {}
    owner: Annotated[Id | None, Field(description="The agent who looks after it.")] = None
    review_on: Annotated[date | None, Field(description="The day to look at it again.")] = None
    labels: Annotated[list[Words], Field(description="Other words that people look for.")] = []
    is_promoted: Annotated[IsSo, Field(description="It stands on the front page.")] = False


class NewArticle(ArticleChanges):
    """A draft in one language."""

    centre: Annotated[Id | None, Field(description="The first help centre, if left out.")] = None
    language: Annotated[Words, Field(description="The centre's first, if left out.")] = ""
    title: Annotated[Words, Field(min_length=1)]
    html: Annotated[Words, Field(description="What is not allowed in articles is taken out.")] = ""


class WordsGiven(Given):
    """The draft in one language. What is left out stays."""

    title: Words = ""
    html: Annotated[Words, Field(description="What is not allowed in articles is taken out.")] = ""
    version: Annotated[
        Words | None,
        Field(description='`draft.version` that you have read ("": there was none): 409 if it is another by now.'),
    ] = None
