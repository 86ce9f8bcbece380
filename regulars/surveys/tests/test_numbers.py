"""Figures, held against published numbers and against what must hold of any answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.lib.sureness import SURE, wilson
from regulars.surveys.numbers import ces, csat, has_changed, nps

COUNTS = some.dictionaries(some.integers(0, 10), some.integers(0, 400), max_size=11)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "value", "error", "low", "high"),
    [(300, 200, 100, 33.33, 3.043, 27.4, 39.3), (240, 60, 100, 35.0, 4.265, 26.6, 43.4)],
)
def test_the_net_promoter_score_comes_with_its_interval(promoters, passives, detractors, value, error, low, high):
    figure = nps({10: promoters, 8: passives, 3: detractors})
    assert (round(figure.value, 2), round(figure.error, 3)) == (value, error)
    assert (round(figure.low, 1), round(figure.high, 1)) == (low, high)


@pytest.mark.parametrize(("count", "half"), [(100, 15), (400, 7.7), (1000, 4.8)])
def test_the_interval_shrinks_with_the_root_of_the_answers(count, half):
    figure = nps({10: count * 5 // 10, 7: count * 3 // 10, 0: count * 2 // 10})
    assert SURE * figure.error == pytest.approx(half, abs=0.4)


@pytest.mark.parametrize(("held", "count", "low", "high"), [(45, 50, 78.6, 95.7), (9, 9, 70.1, 100), (0, 10, 0, 27.8)])
def test_a_share_lies_between_wilsons_ends(held, count, low, high):
    share = wilson(held, count)
    assert (round(share.low, 1), round(share.high, 1)) == (low, high)
    assert csat({5: held, 2: count - held}) == share


def test_effort_is_a_mean_a_share_and_an_index():
    figure = ces({7: 5, 6: 2, 5: 1, 4: 1, 2: 1})
    assert (figure.mean, figure.easy.value, figure.index) == (5.8, 80.0, 60.0)


def test_of_no_answers_there_is_no_figure():
    assert nps({}) is csat({}) is ces({}) is wilson(0, 0) is None


def test_a_difference_within_chance_is_no_change():
    assert not has_changed(nps({10: 30, 8: 20, 3: 10}), nps({10: 24, 8: 6, 3: 10}))
    assert has_changed(nps({10: 300, 8: 200, 3: 100}), nps({10: 100, 8: 200, 3: 300}))
    assert not has_changed(None, nps({10: 1}))


@settings(max_examples=60)
@given(COUNTS)
def test_a_figure_lies_within_its_interval_and_its_scale(counts):
    for reckon, least, most, scale in ((nps, -100, 100, (0, 10)), (csat, 0, 100, (1, 5)), (ces, 1, 7, (1, 7))):
        figure = reckon({score: many for score, many in counts.items() if scale[0] <= score <= scale[1]})
        if figure:
            assert least - 1e-9 <= figure.low - 1e-9 <= figure.value <= figure.high + 1e-9 <= most + 1e-6
