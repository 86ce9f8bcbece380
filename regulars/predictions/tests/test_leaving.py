import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.leaving.boosted import Boosted
from regulars.predictions.leaving.churn import Churn, tried
from regulars.predictions.leaving.facts import MOST_COLUMNS, Facts
from regulars.predictions.leaving.logistic import Logistic
from regulars.predictions.scoring import auc, calibration_error, lift, pinball, rank_correlation, share, tenths
from regulars.predictions.wording import reasons


def a_crowd(many=1500, seed=11):
    """Who leaves does so for a contract by the month, and less the longer they have stayed."""
    chance = np.random.default_rng(seed)
    months, contract = chance.integers(0, 72, many), chance.choice(["month", "year", "two years"], many)
    odds = 0.6 - 0.05 * months + np.where(contract == "month", 1.2, -0.8)
    left = chance.random(many) < 1 / (1 + np.exp(-odds))
    paid = ["" if each == 0 else str(round(each * 19.9, 2)) for each in months]
    return {
        "months": months.tolist(),
        "contract": contract.tolist(),
        "paid": paid,
        "id": [f"C-{n}" for n in range(many)],
        "one": ["x"] * many,
    }, left


def test_chances_are_right_on_customers_that_were_not_seen():
    given_, left = a_crowd()
    found, each_auc = tried(given_, left)
    assert found.auc > 0.8 and len(each_auc) == 5 and found.calibration_error < 0.05 and found.lift > 1.8
    assert (
        sum(group.customers for group in found.tenths) == len(left) and found.tenths[0].actual > found.tenths[-1].actual
    )


def test_the_reasons_name_facts_and_add_up_to_the_chance():
    given_, left = a_crowd()
    model = Churn.fitted(given_, left)
    row = next(n for n, word in enumerate(given_["contract"]) if word == "month" and given_["months"][n] == 0)
    reasons = model.reasons(given_, most=9)[row]
    assert {each.fact for each in reasons} <= {
        "months",
        "contract",
        "paid",
    }  # never a name, nor what is always the same
    assert all(each.part > 0 for each in reasons if each.fact == "contract")
    whole = model.model.usual + model.model.parts(model.facts.numbers(given_))[row].sum()
    assert 1 / (1 + np.exp(-whole)) == pytest.approx(model.chances(given_)[row])


def test_facts_that_only_speak_together_are_heard_and_the_parts_still_add_up():
    chance = np.random.default_rng(6)
    calls, night = chance.integers(0, 8, 2000), chance.choice(["yes", "no"], 2000)
    left = chance.random(2000) < np.where((calls >= 4) == (night == "yes"), 0.9, 0.1)  # neither says anything alone
    given_ = {"calls": calls, "night": night}
    numbers, model = Facts.learnt(given_).numbers(given_), Churn.fitted(given_, left)
    found, _each_auc = tried(given_, left)
    assert auc(Logistic.fitted(numbers, left).odds(numbers), left) < 0.55 and found.auc > 0.87
    assert found.calibration_error < 0.05
    whole = model.model.usual + model.model.parts(numbers).sum(axis=1)
    assert model.model.trees and np.allclose(1 / (1 + np.exp(-whole)), model.chances(given_))


def test_what_a_line_says_needs_no_trees():
    chance = np.random.default_rng(7)
    months = chance.normal(size=(2000, 1))
    model = Boosted.fitted(months, (chance.random(2000) < 1 / (1 + np.exp(-months[:, 0]))).astype(float))
    assert len(model.trees) < 10


def test_blanks_of_other_programs_and_words_that_many_say():
    numbers = Facts.learnt({"paid": ["1.5", "NA", "NaN", None, "20", "7"] * 20})
    assert {each.kind for each in numbers.columns} == {"number", "logarithm", "blank"}
    towns = Facts.learnt({"town": ["Lyon"] * 40 + [f"Village {n}" for n in range(60)]})
    assert [each.word for each in towns.columns] == ["Lyon"]
    assert not Facts.learnt({"name": [f"Guest {n}" for n in range(100)]}).columns


@pytest.mark.parametrize("left", [99, 1401])
def test_below_a_hundred_of_each_nothing_is_said(left):
    given_, _left = a_crowd()
    with pytest.raises(NotFitted, match="it takes 100 of each"):
        Churn.fitted(given_, np.arange(1500) < left)


def test_a_fact_that_says_all_is_borne_and_a_word_that_was_never_seen_too():
    left = np.arange(400) % 2
    model = Churn.fitted({"left": left.tolist(), "word": ["a", "b"] * 200}, left)
    said = model.chances({"left": [0, 1, None, "nan"], "word": ["a", "b", "?", ""]})
    assert np.all(np.isfinite(said)) and said[0] < 0.1 < 0.9 < said[1]


def test_a_fact_that_is_known_only_of_who_left_is_named():
    given_, left = a_crowd()
    given_["reason"] = ["price" if each else "" for each in left]
    assert Churn.fitted(given_, left).telling(given_, left) == ["reason"]


def test_a_fact_that_tells_only_beside_another_does_not_tell_alone():
    chance = np.random.default_rng(8)
    calls, night = chance.integers(0, 8, 1000), chance.choice(["yes", "no"], 1000)
    left = (calls >= 4) == (night == "yes")
    given_ = {"calls": calls, "night": night}
    model = Churn.fitted(given_, left)
    assert auc(model.chances(given_), left) == 1 and not model.telling(given_, left)


def test_a_part_in_which_all_are_alike_is_tried_too():
    found, _each_auc = tried({"town": ["Lyon"] * 299 + ["Nice"]}, [n % 2 for n in range(300)])
    assert found.customers == 300 and found.auc == pytest.approx(0.5, abs=0.1)


def test_of_very_many_so_many_of_both_kinds_are_drawn_that_chances_are_right_on_average(monkeypatch):
    monkeypatch.setattr("regulars.predictions.leaving.boosted.MOST_ROWS", 2000)
    chance = np.random.default_rng(9)
    facts, left = chance.normal(size=(20_000, 2)), np.zeros(20_000)
    left[chance.permutation(20_000)[:200]] = 1
    model = Boosted.fitted(facts, left)
    assert model.chances(facts).mean() == pytest.approx(0.01, rel=0.05)


def test_numbers_that_are_given_out_one_by_one_say_nothing_and_columns_are_so_many_at_most():
    chance = np.random.default_rng(5)
    numbers = {"number": chance.permutation(90_000)[:3000] + 15_000_000, "age": chance.integers(18, 90, 3000)}
    numbers["cents"] = chance.integers(0, 10**6, 3000)
    assert Facts.learnt({fact: said.tolist() for fact, said in numbers.items()}).used == {"age", "cents"}
    words = {f"fact {n}": [f"word {m % 40}" for m in range(90)] for n in range(20)}
    many = Facts.learnt(words)
    assert len(many.columns) == MOST_COLUMNS and many.used == {*words}
    vast = 10**400
    assert np.isfinite(Facts.learnt({"vast": [vast, 1, 2, 3]}).numbers({"vast": [vast]})).all()
    assert reasons([["vast", 1, vast]], currency="EUR", labels={"vast": "Vast"}) == f"Vast: {vast}"


scored = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30)


@given(scored)
def test_figures_are_what_they_say(rows):
    scores, came = np.array([row[0] / 5 for row in rows]), np.array([row[1] for row in rows])
    pairs = [
        (a, b)
        for a, yes in zip(scores, came, strict=True)
        if yes
        for b, other in zip(scores, came, strict=True)
        if not other
    ]
    wanted = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs) if pairs else None
    if auc(scores, came) is not None and scores.min() < scores.max():
        assert rank_correlation(scores, came) == pytest.approx(stats.spearmanr(scores, came).statistic)
    assert auc(scores, came) == (None if wanted is None else pytest.approx(wanted))
    assert 0 <= calibration_error(scores, came) <= 1 and sum(group.customers for group in tenths(scores, came)) == len(
        rows
    )
    assert lift(scores, came, part=1.0) == (None if not came.any() else pytest.approx(1))
    assert share(scores, came.astype(float), part=1.0) == float(came.any())


def test_a_quantile_that_is_too_low_costs_its_own_part():
    low, high, came = np.array([8.0]), np.array([12.0]), np.array([10.0])
    assert pinball(low, came, quantile=0.9) == pytest.approx(1.8) and pinball(
        high, came, quantile=0.9
    ) == pytest.approx(0.2)
