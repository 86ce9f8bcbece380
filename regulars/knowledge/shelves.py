"""What stands on the shelves of a help centre, as this reader sees it: each article once, in the language that suits best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Abs, Coalesce, Left, RowNumber

from regulars.knowledge.models import Article, Category, Translation
from regulars.knowledge.models.article import Visibility
from regulars.knowledge.places import Place
from regulars.lib.languages import direction_of, language_name
from regulars.lib.texts import one_line
from regulars.ui.icons import icon, names

FIRST = 5  # articles of each shelf on the front page
PROMOTED = 6
ON_PAGE = 100
READ = 400  # characters that an excerpt is made of


@dataclass(frozen=True)
class Line:
    """An article in a list. `language` stands there when it is not that of the page."""

    pk: int
    title: str
    address: str
    excerpt: str
    updated_at: datetime | None
    is_internal: bool
    language: str = ""

    @property
    def tongue(self) -> str:
        return language_name(self.language) if self.language else ""

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass
class Shelf:
    """A category with some of its articles, and how many there are."""

    name: str
    description: str = ""
    address: str = ""
    sign: str = ""
    many: int = 0
    lines: list[Line] = field(default_factory=list)
    within: list[Shelf] = field(default_factory=list)


def promoted(place: Place) -> list[Line]:
    """What the front page shows first."""
    return lines_of(place, _visible(place).filter(is_promoted=True).values_list("pk", flat=True)[:PROMOTED])


def front(place: Place) -> list[Shelf]:
    """The shelves of the first level that hold something for this reader; what stands on none comes last, without a name."""
    shelf = Coalesce("category__parent_id", "category_id", Value(0))
    in_turn = (F("category__parent_id").asc(nulls_first=True), "category__position", "position", "pk")
    several = _visible(place).annotate(
        shelf=shelf,
        turn=Window(RowNumber(), partition_by=[shelf], order_by=in_turn),
        many=Window(Count("pk"), partition_by=[shelf]),
    )
    rows = list(several.filter(turn__lte=FIRST).order_by("shelf", "turn").values_list("shelf", "pk", "many"))
    lines = {line.pk: line for line in lines_of(place, [pk for _shelf, pk, _many in rows])}
    shelves = {each.pk: shelf_of(place, each) for each in _categories(place).filter(parent=None)} | {0: Shelf(name="")}
    for number, pk, many in rows:
        shelves[number].lines.append(lines[pk])
        shelves[number].many = many
    nameless = shelves.pop(0)
    return [each for each in [*shelves.values(), nameless] if each.lines]


def category_page(place: Place, category: Category, *, page: int = 1) -> Shelf:
    """A category with its articles, and those within it with theirs: a hundred on a page. `many` counts all of them."""
    several = [category, *_categories(place).filter(parent=category)]
    in_turn = (F("category__parent_id").asc(nulls_first=True), "category__position", "category_id", "position", "pk")
    if category.parent_id is not None:
        in_turn = ("position", "pk")
    rows = _visible(place).filter(category__in=several).annotate(many=Window(Count("pk"))).order_by(*in_turn)
    first_one = (page - 1) * ON_PAGE
    found = list(rows.values_list("pk", "category_id", "many")[first_one : first_one + ON_PAGE])
    home = {pk: shelf for pk, shelf, _many in found}
    shelves = {each.pk: shelf_of(place, each) for each in several}
    for line in lines_of(place, list(home)):
        shelves[home[line.pk]].lines.append(line)
    first, *within = shelves.values()
    first.within, first.many = [each for each in within if each.lines], found[0][2] if found else 0
    return first


def shelf_of(place: Place, category: Category) -> Shelf:
    named = category.named(place.language)
    sign = category.icon if category.icon in names() else "folder"
    name, description = (named.name, named.description) if named else (category.slug, "")
    return Shelf(name, description, place.address("categories", category.slug), icon(sign))


def related(place: Place, article: Article, *, most: int = 4) -> list[Line]:
    """What stands beside an article on its shelf."""
    if article.category_id is None:
        return []
    near = _visible(place).filter(category=article.category_id).exclude(pk=article.pk)
    near = near.order_by(Abs(F("position") - article.position), "pk")
    return lines_of(place, near.values_list("pk", flat=True)[:most])


def lines_of(place: Place, numbers: Iterable[int]) -> list[Line]:
    """Articles that this reader may see, in this order, each in the language that suits best."""
    numbers = list(numbers)
    several = in_best_language(place).filter(article__in=numbers) if numbers else Translation.objects.none()
    found = {each.article_id: line(place, each) for each in several.defer("html", "text", "draft_html")}
    return [found[number] for number in numbers if number in found]


def in_best_language(place: Place) -> QuerySet[Translation]:
    """One published translation of each article: that of the page, else of the centre's first language, else any."""
    rank = Case(
        When(language=place.language, then=0), When(language=place.centre.language, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    published = Translation.objects.filter(centre=place.centre, state=Translation.State.PUBLISHED)
    one_each = published.order_by("article_id", rank, "pk").distinct("article_id")
    return one_each.annotate(beginning=Left("text", READ)).select_related("article")


def line(place: Place, translation: Translation) -> Line:
    is_other = translation.language != place.language
    return Line(
        pk=translation.article_id,
        title=translation.title,
        address=place.address("articles", translation.slug),
        excerpt=one_line(translation.beginning, limit=150),
        updated_at=translation.published_at,
        is_internal=translation.article.visibility == Visibility.AGENTS,
        language=translation.language if is_other else "",
    )


def path_to(category: Category | None) -> Sequence[Category]:
    """From the first level down to this category."""
    if category is None:
        return ()
    return (category.parent, category) if category.parent else (category,)


def visible_category(place: Place, slug: str) -> Category | None:
    """A category that holds something for this reader. Of others not even the name is told."""
    here = Q(category=OuterRef("pk")) | Q(category__parent=OuterRef("pk"))
    return _categories(place).select_related("parent").filter(Exists(_visible(place).filter(here)), slug=slug).first()


def _visible(place: Place) -> QuerySet[Article]:
    return Article.objects.visible_to(place.reader).filter(centre=place.centre)


def _categories(place: Place) -> QuerySet[Category]:
    return Category.objects.filter(centre=place.centre).prefetch_related("names")
