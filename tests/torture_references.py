"""Every method's formula written out plainly, in decimals of 36 digits with no end of exponent.

They share nothing with kadmcdm but the definitions: lists of `Decimal`, one column after the other.
Scores are higher-is-better; constant columns, 0/0 and ties are as the documentation defines them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Any, TypeAlias

Column: TypeAlias = list[Decimal]
Rule: TypeAlias = Callable[[Column, bool], Column]

EXACT = Context(prec=36, Emax=MAX_EMAX, Emin=MIN_EMIN)
CONSTANT = Decimal("1e-12")
SMALLEST = Decimal(2) ** -1022
NIL, ONE = Decimal(0), Decimal(1)


def flat(x: Column) -> bool:
    return max(x) - min(x) <= CONSTANT * max(abs(v) for v in x)


def vector(x: Column, up: bool) -> Column:
    if not any(x):
        return [ONE] * len(x)
    norm = sum((v * v for v in x), NIL).sqrt()
    return [v / norm if up else 1 - v / norm for v in x]


def minmax(x: Column, up: bool) -> Column:
    if flat(x):
        return [ONE] * len(x)
    low, high = min(x), max(x)
    return [((v - low) if up else (high - v)) / (high - low) for v in x]


def largest(x: Column, up: bool) -> Column:
    if not any(x):
        return [ONE] * len(x)
    return [v / max(x) if up else min(x) / v for v in x]


def shares(x: Column, up: bool) -> Column:
    if not any(x):
        return [ONE] * len(x)
    parts = x if up else [1 / v for v in x]
    return [v / sum(parts) for v in parts]


def nonlinear(x: Column, up: bool) -> Column:
    return [r**2 if up else r**3 for r in largest(x, up)]


def enhanced(x: Column, up: bool) -> Column:
    if flat(x):
        return [ONE] * len(x)
    lacks = [max(x) - v if up else v - min(x) for v in x]
    return [1 - lack / sum(lacks) for lack in lacks]


def standard(x: Column, up: bool) -> Column:
    if flat(x):
        return [ONE] * len(x)
    mean = sum(x) / len(x)
    deviation = (sum((v - mean) ** 2 for v in x) / len(x)).sqrt()
    return [(v - mean if up else mean - v) / deviation for v in x]


class Given:
    """A problem in decimals; columns that are constant but for rounding are so exactly."""

    def __init__(self, matrix: Any, weights: Any, benefit: Any, bounds: Any = None) -> None:
        columns = [[Decimal(float(v)) for v in column] for column in matrix.T]
        self.raw = columns
        self.x = [[max(x)] * len(x) if flat(x) else x for x in columns]
        self.w = [Decimal(float(v)) for v in weights]
        self.up = [bool(b) for b in benefit]
        self.m, self.n = matrix.shape
        self.bounds = (
            None if bounds is None else [[Decimal(float(v)) for v in pair] for pair in bounds]
        )

    def by(self, rule: Rule) -> list[Column]:
        return [rule(x, up) for x, up in zip(self.x, self.up, strict=True)]

    def sums(self, columns: Sequence[Column], weights: Sequence[Decimal] | None = None) -> Column:
        w = self.w if weights is None else weights
        return [sum((w[j] * r[i] for j, r in enumerate(columns)), NIL) for i in range(self.m)]


def weighted_sum(rule: Rule) -> Callable[[Given], Column]:
    return lambda g: g.sums(g.by(rule))


def weighted_product(g: Given) -> Column:
    logs = [[r.ln() for r in column] for column in g.by(largest)]
    return [v.exp() for v in g.sums(logs)]


def topsis(rule: Rule, p: int = 2, *, rooted: bool = False) -> Callable[[Given], Column]:
    def score(g: Given) -> Column:
        power = 1 if rooted else p
        near, far = [NIL] * g.m, [NIL] * g.m
        for w, r in zip(g.w, g.by(rule), strict=True):
            for i, v in enumerate(r):
                near[i] += w**power * (max(r) - v) ** p
                far[i] += w**power * (v - min(r)) ** p
        if p == 2:
            near, far = [d.sqrt() for d in near], [d.sqrt() for d in far]
        return [f / (n + f) if n + f else Decimal("0.5") for n, f in zip(near, far, strict=True)]

    return score


def bounded(x: Column, up: bool, low: Decimal, high: Decimal) -> Column:
    return [(v - low if up else high - v) / (high - low) for v in x]


def _on_bounds(g: Given) -> list[Column]:
    assert g.bounds is not None
    # The values as they are: on given bounds nothing is constant but for rounding.
    return [bounded(x, up, *ends) for x, up, ends in zip(g.raw, g.up, g.bounds, strict=True)]


def topsis_bounds(g: Given) -> Column:
    scores = []
    r = _on_bounds(g)
    for i in range(g.m):
        near = sum((w * w * (1 - c[i]) ** 2 for w, c in zip(g.w, r, strict=True)), NIL).sqrt()
        far = sum((w * w * c[i] ** 2 for w, c in zip(g.w, r, strict=True)), NIL).sqrt()
        scores.append(far / (near + far))
    return scores


def spotis(g: Given) -> Column:
    return [v - sum(g.w) for v in g.sums(_on_bounds(g))]


def waspas(share: float) -> Callable[[Given], Column]:
    s = Decimal(share)

    def score(g: Given) -> Column:
        both = zip(g.sums(g.by(largest)), weighted_product(g), strict=True)
        return [s * a + (1 - s) * b for a, b in both]

    return score


def aras(g: Given) -> Column:
    columns = [[max(x) if up else min(x), *x] for x, up in zip(g.x, g.up, strict=True)]
    r = [shares(x, up) for x, up in zip(columns, g.up, strict=True)]
    top = sum((w * c[0] for w, c in zip(g.w, r, strict=True)), NIL)
    return [v / top for v in g.sums([c[1:] for c in r])]


def copras(g: Given) -> Column:
    r = [shares(x, True) if any(x) else [ONE / g.m] * g.m for x in g.x]
    plus = g.sums(r, [w if up else NIL for w, up in zip(g.w, g.up, strict=True)])
    minus = g.sums(r, [NIL if up else w for w, up in zip(g.w, g.up, strict=True)])
    if min(minus) == 0:
        free = [ONE if v == 0 else NIL for v in minus]
        share = [v / sum(free) for v in free]
    else:
        inverse = [1 / v for v in minus]
        share = [v / sum(inverse) for v in inverse]
    q = [a + sum(minus) * b for a, b in zip(plus, share, strict=True)]
    return [v / max(q) for v in q]


def edas(g: Given) -> Column:
    above, below = [NIL] * g.m, [NIL] * g.m
    for w, x, up in zip(g.w, g.x, g.up, strict=True):
        if flat(x):
            continue
        mean = sum(x) / g.m
        for i, v in enumerate(x):
            away = (v - mean if up else mean - v) / mean
            above[i] += w * max(away, NIL)
            below[i] += w * max(-away, NIL)
    first = [v / max(above) if max(above) else ONE for v in above]
    second = [1 - v / max(below) if max(below) else ONE for v in below]
    return [(a + b) / 2 for a, b in zip(first, second, strict=True)]


def mabac(g: Given) -> Column:
    terms = []
    for r, x in zip(g.by(minmax), g.x, strict=True):
        border = (sum((1 + v).ln() for v in r) / g.m).exp() - 1
        terms.append([NIL if flat(x) else v - border for v in r])
    return g.sums(terms)


def cradis(g: Given) -> Column:
    v = [[w * r for r in column] for w, column in zip(g.w, g.by(largest), strict=True)]
    top, bottom = max(map(max, v)), min(map(min, v))
    best = sum(top - max(c) for c in v), sum(max(c) - bottom for c in v)
    scores = []
    for i in range(g.m):
        far, near = sum(top - c[i] for c in v), sum(c[i] - bottom for c in v)
        plus = best[0] / far if far else ONE
        minus = near / best[1] if best[1] else ONE
        scores.append((plus + minus) / 2)
    return scores


def gra(g: Given) -> Column:
    half = Decimal("0.5")
    return g.sums([[half / (1 - r + half) for r in column] for column in g.by(minmax)])


def marcos(g: Given) -> Column:
    r = g.by(largest)
    sums = g.sums(r)
    best = sum((w * max(c) for w, c in zip(g.w, r, strict=True)), NIL)
    worst = sum((w * min(c) for w, c in zip(g.w, r, strict=True)), NIL)
    scores = []
    for s in sums:
        plus, minus = s / best, s / worst
        f_plus, f_minus = minus / (plus + minus), plus / (plus + minus)
        scores.append((plus + minus) / (1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus))
    return scores


def moora(g: Given) -> Column:
    r = [vector(x, True) if any(x) else [ONE if up else NIL] * g.m
         for x, up in zip(g.x, g.up, strict=True)]  # fmt: skip
    return g.sums(r, [w if up else -w for w, up in zip(g.w, g.up, strict=True)])


def moosra(g: Given) -> Column:
    r = [vector(x, True) for x in g.x]
    gains = g.sums(r, [w if up else NIL for w, up in zip(g.w, g.up, strict=True)])
    costs = g.sums(r, [NIL if up else w for w, up in zip(g.w, g.up, strict=True)])
    return [a / b for a, b in zip(gains, costs, strict=True)]


def piv(g: Given) -> Column:
    return g.sums([[v - max(r) for v in r] for r in g.by(vector)])


def _places(values: Column) -> list[int]:
    """Return competition ranks; scores within 1e-9 of the largest magnitude are tied (law 6)."""
    allowed = Decimal("1e-9") * max(abs(v) for v in values)
    order = sorted(range(len(values)), key=lambda i: -values[i])
    places, first = [0] * len(values), 0
    for k, i in enumerate(order):
        apart = k and values[order[k - 1]] - values[i] > allowed
        if apart or values[order[first]] - values[i] > allowed:
            first = k
        places[i] = first + 1
    return places


def multimoora(g: Given) -> Column:
    far = [max(w * (max(r) - r[i]) for w, r in zip(g.w, g.by(vector), strict=True))
           for i in range(g.m)]  # fmt: skip
    logs = g.sums([[r.ln() for r in column] for column in g.by(largest)])
    views = [_places(moora(g)), _places([-v for v in far]), _places(logs)]
    scores = []
    for i in range(g.m):
        net = 0
        for k in range(g.m):
            margin = sum((view[i] < view[k]) - (view[i] > view[k]) for view in views)
            net += (margin > 0) - (margin < 0)
        scores.append(Decimal(net) / max(g.m - 1, 1))
    return scores


def promethee(prefers: Callable[[Decimal], Decimal]) -> Callable[[Given], Column]:
    def score(g: Given) -> Column:
        net = [NIL] * g.m
        for w, x, up in zip(g.w, g.x, g.up, strict=True):
            for a in range(g.m):
                for b in range(a):
                    d = x[a] - x[b] if up else x[b] - x[a]
                    gain = w * (prefers(d) - prefers(-d))
                    net[a] += gain
                    net[b] -= gain
        return [v / max(g.m - 1, 1) for v in net]

    return score


def _usual(d: Decimal) -> Decimal:
    return ONE if d > 0 else NIL


def _linear(d: Decimal) -> Decimal:
    return min(max((d - 1) / 19, NIL), ONE)


def _place(values: Column) -> Column:
    width = max(values) - min(values)
    if width <= CONSTANT * max(values):
        return [NIL] * len(values)
    return [(v - min(values)) / width for v in values]


def vikor(v: float) -> Callable[[Given], Column]:
    share = Decimal(v)

    def score(g: Given) -> Column:
        lacks = [[w * (1 - r) for r in c] for w, c in zip(g.w, g.by(minmax), strict=True)]
        s = _place([sum(c[i] for c in lacks) for i in range(g.m)])
        r = _place([max(c[i] for c in lacks) for i in range(g.m)])
        return [-(share * a + (1 - share) * b) for a, b in zip(s, r, strict=True)]

    return score


REFERENCES: dict[str, Callable[[Given], Column]] = {
    "TOPSIS": topsis(vector),
    "TOPSIS-bounds": topsis_bounds,
    "WeightedSum": weighted_sum(minmax),
    "WeightedProduct": weighted_product,
    "AHPSynthesis": weighted_sum(shares),
    "TOPSIS-distances": topsis(vector, rooted=True),
    "TOPSIS-enhanced": topsis(enhanced),
    "TOPSIS-z-score": topsis(standard, 1),
    "WeightedSum-nonlinear": weighted_sum(nonlinear),
    "ARAS": aras,
    "COPRAS": copras,
    "EDAS": edas,
    "MABAC": mabac,
    "CRADIS": cradis,
    "GRA": gra,
    "MARCOS": marcos,
    "SPOTIS": spotis,
    "MOORA": moora,
    "MOOSRA": moosra,
    "MULTIMOORA": multimoora,
    "PIV": piv,
    "PROMETHEE2": promethee(_usual),
    "PROMETHEE2-linear": promethee(_linear),
    "VIKOR": vikor(0.5),
    "VIKOR-regret": vikor(0.0),
    "WASPAS": waspas(0.5),
    "WASPAS-product": waspas(0.0),
}
"""By the names of tests/method_cases.py; pymcdm's own methods have no reference here."""


def exact_scores(name: str, matrix: Any, weights: Any, benefit: Any, bounds: Any = None) -> Column:
    """Return the scores of a method in decimals."""
    with localcontext(EXACT):
        return REFERENCES[name](Given(matrix, weights, benefit, bounds))


SIGNED = ("MOORA", "MABAC", "PROMETHEE2", "PROMETHEE2-linear")
"""Gains less losses: where all cancel but for the last bits of the weights, scores are 0."""


def cancelled(name: str, got: Any, exact: Column, weights: Any) -> bool:
    """Tell whether scores and exact scores are nothing but rounding of what cancels."""
    rounding = 4 * len(weights) * 2.0**-52 * float(sum(weights))
    sizes = [*map(abs, exact), *(Decimal(abs(float(g))) for g in got)]
    return name in SIGNED and max(sizes) <= Decimal(rounding)


def relative_error(got: Any, exact: Column) -> float:
    """Return the largest error as a share of the largest exact score, which ties are told by.

    Below the smallest normal float there are fewer digits: it is the least share taken.
    """
    with localcontext(EXACT):
        scale = max(SMALLEST, *(abs(v) for v in exact))
        worst = max(abs(Decimal(float(g)) - e) for g, e in zip(got, exact, strict=True))
        return float(worst / scale)
