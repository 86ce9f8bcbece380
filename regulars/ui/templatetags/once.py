"""Tags whose words stand fixed in the template, made once instead of at each rendering. A page has a hundred of them."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

from regulars.ui import icons

register = Library()
_draw = Library()
_draw.simple_tag(icons.icon, name="icon")


class Said(Node):
    """A translation without variables: looked up once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        self._node = node
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self._said:
            self._said[language] = self._node.render(context)
        return self._said[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's `translate`."""
    node = do_translate(parser, token)
    is_plain = _is_fixed(node.filter_expression) and not (node.asvar or node.message_context or node.noop)
    return Said(node) if is_plain else node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """Django's `static`."""
    node = StaticNode.handle_token(parser, token)
    return TextNode(node.render(Context())) if node.varname is None and _is_fixed(node.path) else node


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """`{% icon "clock" "small" %}`: see `icons.icon`."""
    node: Any = _draw.tags["icon"](parser, token)
    is_fixed = not node.kwargs and not node.target_var and all(_is_fixed(each) for each in node.args)
    return TextNode(node.render(Context())) if is_fixed else node


def _is_fixed(expression: FilterExpression) -> bool:
    """Whether it is a word in quotation marks. (`TranslateNode` has made a variable of it that is a word.)"""
    return not expression.filters and getattr(expression.var, "lookups", None) is None
