"""What goes with what: products that the same customers buy, and what that suggests to each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from regulars.predictions.buying.history import Numbers

MOST = 5  # suggestions to a customer
DOUBT = 5  # buyers in common that are needed until likeness counts half
LATELY = 5  # products later, what somebody bought says a third (1/e) as much of what they will buy
AGAIN = 0.2  # of a product's buyers buy it again: then it may be suggested to them, too


class Basket(NamedTuple):
    """Who has bought what, each once, in the order in which it was last bought; products and customers by their place."""

    customers: Any
    products: Any
    many_customers: int
    many_products: int

    def matrix(self, *, is_fading: bool = False) -> Any:
        """A row a customer, a column a product: 1 where they bought it, or when `is_fading` less, the more they have bought since."""
        said = np.exp(-self.since() / LATELY) if is_fading else np.ones(len(self.customers))
        return sparse.csr_matrix(
            (said.astype(np.float32), (self.customers, self.products)), shape=(self.many_customers, self.many_products)
        )

    def since(self) -> Numbers:
        """How many products each customer has bought after this one."""
        many, found = np.bincount(self.customers, minlength=self.many_customers), np.empty(len(self.customers))
        found[np.argsort(self.customers, kind="stable")] = np.repeat(many.cumsum(), many) - np.arange(len(found)) - 1
        return found


def likeness(basket: Basket) -> Any:
    """How alike each two products are by who buys them: the cosine, less where few have bought both."""
    bought = basket.matrix()
    bought.data[:] = 1
    both = (bought.T @ bought).tocoo()
    buyers = np.asarray(bought.sum(axis=0)).ravel()
    off = both.row != both.col
    rows, columns, many = both.row[off], both.col[off], both.data[off]
    alike = many / np.sqrt(buyers[rows] * buyers[columns]) * many / (many + DOUBT)
    return sparse.csr_matrix((alike, (rows, columns)), shape=both.shape)


class Suggestion(NamedTuple):
    product: int
    because: int  # the product of theirs that says most for it
    score: float


def suggestions(
    basket: Basket, alike: Any, *, shut: Collection[int] = (), again: Collection[int] = ()
) -> list[list[Suggestion]]:
    """For each customer what they may like, best first. Never what is `shut`, nor what they have, but for what is bought `again`."""
    bought, found = basket.matrix(is_fading=True), []
    scores = (bought @ alike).tocsr()
    is_shut = np.zeros(basket.many_products, dtype=bool)
    is_shut[list(shut)] = True
    is_again = np.zeros(basket.many_products, dtype=bool)
    is_again[list(again)] = True
    for row in range(basket.many_customers):
        has_bought = slice(bought.indptr[row], bought.indptr[row + 1])
        theirs, weights = bought.indices[has_bought], bought.data[has_bought]
        part = slice(scores.indptr[row], scores.indptr[row + 1])
        products, values = scores.indices[part], scores.data[part]
        has = np.isin(products, theirs) & ~is_again[products]
        open_ = ~(is_shut[products] | has)
        products, values = products[open_], values[open_]
        best = np.lexsort((products, -values))[:MOST]
        found.append(
            [
                Suggestion(int(products[each]), _reason(alike, theirs, weights, products[each]), float(values[each]))
                for each in best
            ]
        )
    return found


def _reason(alike: Any, theirs: Numbers, weights: Numbers, product: int) -> int:
    said = alike[product, theirs].toarray().ravel() * weights
    return int(theirs[int(np.argmax(said))])


class Hits(NamedTuple):
    """Of customers with two products or more: how often the newest was among five suggestions made of the others, and of five best sellers."""

    customers: int
    ours: float
    popular: float


def tried(basket: Basket) -> Hits | None:
    """None where nobody has bought two products."""
    last: dict[int, int] = {}
    for place, customer in enumerate(np.asarray(basket.customers).tolist()):
        last[customer] = place
    many = np.bincount(basket.customers, minlength=basket.many_customers)
    held = {customer: place for customer, place in last.items() if many[customer] >= 2}
    if not held:
        return None
    rest = np.ones(len(basket.customers), dtype=bool)
    rest[list(held.values())] = False
    before = Basket(basket.customers[rest], basket.products[rest], basket.many_customers, basket.many_products)
    ours = suggestions(before, likeness(before))
    sold = np.argsort(-np.bincount(before.products, minlength=basket.many_products), kind="stable")
    theirs: dict[int, set[int]] = {}
    for customer, product in zip(before.customers.tolist(), before.products.tolist(), strict=True):
        theirs.setdefault(customer, set()).add(product)
    hits = popular = 0
    for customer, place in held.items():
        wanted = int(basket.products[place])
        hits += wanted in {each.product for each in ours[customer]}
        popular += wanted in [each for each in sold.tolist() if each not in theirs[customer]][:MOST]
    return Hits(len(held), hits / len(held), popular / len(held))
