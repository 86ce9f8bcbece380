"""What we know, in words. One noun a file."""

from regulars.knowledge.models.article import Article, Redirect
from regulars.knowledge.models.article_file import ArticleFile
from regulars.knowledge.models.category import Category, CategoryName, CategoryRedirect
from regulars.knowledge.models.guide import Guide, GuideOption, GuideRun, GuideStep, GuideVersion
from regulars.knowledge.models.help_centre import HelpCentre
from regulars.knowledge.models.meaning import Meaning
from regulars.knowledge.models.passage import Passage
from regulars.knowledge.models.searched import Asked, Synonyms
from regulars.knowledge.models.translation import Translation, Version
from regulars.knowledge.models.vote import Vote
from regulars.knowledge.models.word import Word

__all__ = [
    "Article",
    "ArticleFile",
    "Asked",
    "Category",
    "CategoryName",
    "CategoryRedirect",
    "Guide",
    "GuideOption",
    "GuideRun",
    "GuideStep",
    "GuideVersion",
    "HelpCentre",
    "Meaning",
    "Passage",
    "Redirect",
    "Synonyms",
    "Translation",
    "Version",
    "Vote",
    "Word",
]
