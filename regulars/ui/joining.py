"""Templates as they are rendered: what stands fixed between two facts is one piece, made once for each language.

A page has hundreds of pieces of HTML and of translated words; Django renders each by itself, each time. And it looks at each
word that a page shows as if it could be a moment or a number, which is most of what showing it costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from django.template import Context
from django.template.base import Node, NodeList, Origin, Template, TextNode, VariableNode, render_value_in_context
from django.template.defaulttags import CommentNode, IfNode, LoadNode
from django.template.loaders import cached
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from regulars.ui.templatetags.once import Said

FIXED = (TextNode, Said, LoadNode, CommentNode)


class Loader(cached.Loader):
    """Django's cached loader, which joins what is fixed when a template is first read."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        is_new = self.cache_key(template_name, skip) not in self.get_template_cache
        template = super().get_template(template_name, skip)
        if is_new:
            join(template.nodelist)
        return template


class Joined(Node):
    """Neighbours that are the same for everybody who reads this language."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = list(nodes)
        self._said: dict[str | None, str] = {}

    def render_annotated(self, context: Context) -> str:
        return self.render(context)

    def render(self, context: Context) -> str:
        # Kept with this rendering: asking for the language costs more than all else here.
        known = context.render_context.dicts[0]
        if "language" not in known:
            known["language"] = get_language()
        language = known["language"]
        if language not in self._said:
            self._said[language] = "".join([node.render(context) for node in self._nodes])
        return self._said[language]


class Fact(VariableNode):
    """A variable, shown as Django shows it."""

    def render(self, context: Context) -> str:
        value = self.filter_expression.resolve(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return render_value_in_context(value, context)


def join(nodes: NodeList) -> None:
    """Join in place, also within what stands inside."""
    for node in nodes:
        for inner in _within(node):
            join(inner)
    joined: list[Node] = []
    for is_fixed, neighbours in groupby(nodes, lambda node: isinstance(node, FIXED)):
        several = list(neighbours)
        joined += [_one(several)] if is_fixed else map(_shown, several)
    nodes[:] = joined


def _one(nodes: list[Node]) -> Node:
    said = [node for node in nodes if isinstance(node, (TextNode, Said))]
    if any(isinstance(node, Said) for node in said):
        return Joined(said)
    return TextNode("".join(node.s for node in said))  # type: ignore[attr-defined]


def _shown(node: Node) -> Node:
    if type(node) is VariableNode:
        node.__class__ = Fact  # with its place in the file, which error pages tell
    return node


def _within(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (branch for _condition, branch in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner
