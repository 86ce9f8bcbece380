import pytest
from django.template import Context, Engine
from django.template.defaulttags import IfNode
from django.utils import translation
from django.utils.safestring import mark_safe

from regulars.ui.joining import Joined, join

PAGE = """{% load ui %}<p>{% translate "Send" %}</p>{% if a %}<b>{% translate "Note" %}</b>{{ a }}{% for each in many %}<i>{{ each }}</i>\
{% endfor %}{% else %}{# nothing #}<hr>{% endif %}{% with b=a %}{{ b|upper }}{% endwith %}{% icon "x" %}<br>"""


@pytest.fixture
def engine() -> Engine:
    return Engine(
        libraries={"ui": "regulars.ui.templatetags.ui"},
        builtins=["django.templatetags.i18n", "django.templatetags.static", "regulars.ui.templatetags.once"],
    )


@pytest.mark.parametrize("a", ["", "Ada & Ben", mark_safe("<u>"), 7, 1234567, 1.5, None])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_joined_template_says_the_same(engine, a, language):
    whole, joined = engine.from_string(PAGE), engine.from_string(PAGE)
    join(joined.nodelist)
    facts = {"a": a, "many": ["<", 2]}
    for asked in (language, "en", language):
        with translation.override(asked):
            said = joined.render(Context(facts))
            assert said == whole.render(Context(facts))
            assert ("Senden" in said) == (asked == "de")


def test_neighbours_that_stand_fixed_are_one(engine):
    template = engine.from_string(PAGE)
    before = len(template.nodelist)
    join(template.nodelist)
    assert len(template.nodelist) < before and isinstance(template.nodelist[0], Joined)
    (condition,) = [node for node in template.nodelist if isinstance(node, IfNode)]
    assert [len(branch) for _condition, branch in condition.conditions_nodelists] == [3, 1]
