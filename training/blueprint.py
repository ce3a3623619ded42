"""Drawing an exam form by its blueprint: pure, seeded, and the same for the same seed and bank.

A form must hold what the blueprint asks for. Within that it draws on the least used cases first,
and spreads over the levels, difficulties and kinds that the bank holds.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

Feature = tuple[str, str]
"""A property of a case, such as ("band", "III") or ("use", "no")."""

STARTS = 6
ROUNDS = 30
MUST, WISHED, USED = 1000.0, 30.0, 3.0
"""What it costs to miss what is asked for or wished, and each earlier use of a case."""
EVENNESS = {
    "band": 1.0,
    "total": 0.5,
    "difficulty": 0.5,
    "kind": 0.25,
    "use": 4.0,
    "items": 1.0,
}
"""How much an uneven spread weighs, squared, by the property."""
NOT_USABLE: Feature = ("use", "no")
SCORABLE: Feature = ("items", "all")
"""The tool may be used, and every item has a score."""
SCORABLE_SHARE = 0.8
"""Of a form, where its rules do not say: with fewer an exam of 20 cases tells too little."""


@dataclass(frozen=True)
class Candidate:
    """One case that a form may hold. Cases of one family are never in the same form."""

    key: int
    family: str
    features: frozenset[Feature]
    rules: frozenset[str]
    uses: int = 0


@dataclass(frozen=True)
class Blueprint:
    """What a form must hold: so many cases, at least so many of a kind, and these rules in play.

    `wished` are rules that it brings into play where the bank allows.
    """

    cases: int
    least: Mapping[Feature, int] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shortfall:
    """One thing that is missing: `found` of `needed`. A rule has neither feature nor number."""

    feature: Feature | None = None
    rule: str = ""
    needed: int = 1
    found: int = 0


class BankShortError(Exception):
    """No form can be drawn. `missing` says what the bank lacks; empty: only all of it together."""

    def __init__(self, missing: Sequence[Shortfall]) -> None:
        super().__init__(f"the bank is short of {len(missing)} things")
        self.missing = tuple(missing)


def shortfalls(blueprint: Blueprint, candidates: Iterable[Candidate]) -> list[Shortfall]:
    """What these cases, all of them together, lack for the blueprint."""
    families = _one_by_family(candidates)
    held = Counter(feature for one in families for feature in _of_family(one))
    rules = {rule for family in families for one in family for rule in one.rules}
    missing = []
    if len(families) < blueprint.cases:
        missing.append(Shortfall(needed=blueprint.cases, found=len(families)))
    for feature, needed in sorted(blueprint.least.items()):
        if held[feature] < needed:
            missing.append(Shortfall(feature, needed=needed, found=held[feature]))
    return missing + [Shortfall(rule=rule) for rule in sorted(blueprint.rules - rules)]


def scorable_by_default(cases: int, unusable: int, candidates: Iterable[Candidate]) -> int:
    """How many cases of a form have every item scored, where nobody says: as far as these allow."""
    held = sum(SCORABLE in _of_family(one) for one in _one_by_family(candidates))
    return max(0, min(ceil(SCORABLE_SHARE * cases), cases - unusable, held))


def draw(
    blueprint: Blueprint,
    candidates: Iterable[Candidate],
    seed: str,
    kept: Sequence[Candidate] = (),
) -> tuple[int, ...]:
    """The keys of the cases that make up the form, in the order in which they are given.

    `kept` are in the form already: they count, and are not answered again. Raises BankShortError.
    """
    taken = {one.family for one in kept}
    pool = sorted((one for one in candidates if one.family not in taken), key=lambda one: one.key)
    missing = shortfalls(blueprint, [*kept, *pool])
    if missing:
        raise BankShortError(missing)
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same form for the same seed
    search = _Search(blueprint, pool, kept)
    forms = [search.form(rng) for _ in range(STARTS)]
    best = min(forms, key=search.cost)
    if search.lacks(best):
        raise BankShortError([])
    chosen = [one.key for one in best]
    rng.shuffle(chosen)
    return tuple(chosen)


class _Search:
    """From forms by chance, better ones by exchanging one case at a time."""

    def __init__(
        self, blueprint: Blueprint, pool: Sequence[Candidate], kept: Sequence[Candidate]
    ) -> None:
        self.blueprint, self.pool, self.kept = blueprint, pool, kept
        self.targets = _targets(blueprint, [*kept, *pool])

    def form(self, rng: random.Random) -> list[Candidate]:
        shuffled = list(self.pool)
        rng.shuffle(shuffled)
        form = _apart(shuffled, self.blueprint.cases - len(self.kept))
        for _ in range(ROUNDS):
            if not self._improve(form, shuffled):
                break
        return form

    def _improve(self, form: list[Candidate], pool: Sequence[Candidate]) -> bool:
        """The best exchange for each place in turn; answers whether there was one."""
        improved = False
        for place, leaving in enumerate(form):
            others = {one.family for one in form if one is not leaving}
            rest = _Rest(self, form[:place] + form[place + 1 :])
            best, cost = leaving, self.cost(form)
            for coming in pool:
                if coming.family in others or coming is leaving:
                    continue
                now = rest.cost_with(coming)
                if now < cost - 1e-9:
                    best, cost = coming, now
            if best is not leaving:
                form[place], improved = best, True
        return improved

    def cost(self, form: Sequence[Candidate]) -> float:
        held, rules = self.held(form)
        wished = len(self.blueprint.wished - rules)
        uneven = sum(
            EVENNESS[feature[0]] * (held[feature] - target) ** 2
            for feature, target in self.targets.items()
        )
        used = sum(one.uses for one in form)
        return MUST * self._lacking(held, rules) + WISHED * wished + USED * used + uneven

    def lacks(self, form: Sequence[Candidate]) -> bool:
        return self._lacking(*self.held(form)) > 0

    def held(self, form: Sequence[Candidate]) -> tuple[Counter[Feature], set[str]]:
        whole = [*self.kept, *form]
        held = Counter(feature for one in whole for feature in one.features)
        return held, {rule for one in whole for rule in one.rules}

    def _lacking(self, held: Counter[Feature], rules: set[str]) -> int:
        least = self.blueprint.least.items()
        cases = sum(max(0, needed - held[feature]) for feature, needed in least)
        return cases + len(self.blueprint.rules - rules)


class _Rest:
    """A form that lacks one case: what it costs with any other, by what that one changes."""

    def __init__(self, search: _Search, rest: Sequence[Candidate]) -> None:
        blueprint = search.blueprint
        held, rules = search.held(rest)
        self._cost = search.cost(rest)
        self._missing = blueprint.rules - rules
        self._wished = blueprint.wished - rules
        self._of_feature = {
            feature: EVENNESS[feature[0]] * (2 * (held[feature] - target) + 1)
            - MUST * (held[feature] < blueprint.least.get(feature, 0))
            for feature, target in search.targets.items()
        }

    def cost_with(self, coming: Candidate) -> float:
        """As `_Search.cost` of the whole form, but for rounding."""
        features = sum(self._of_feature[feature] for feature in coming.features)
        rules = MUST * len(self._missing & coming.rules) + WISHED * len(self._wished & coming.rules)
        return self._cost + features - rules + USED * coming.uses


def _targets(blueprint: Blueprint, cases: Sequence[Candidate]) -> dict[Feature, float]:
    """How many cases of each property an even form holds; as few as asked where no tool is used.

    Such a case tells nothing of the items.
    """
    found = {feature for one in cases for feature in one.features}
    unusable = blueprint.least.get(NOT_USABLE, 0)
    targets: dict[Feature, float] = {}
    for feature in found:
        if feature[0] in ("use", "items"):
            targets[feature] = unusable if feature == NOT_USABLE else blueprint.cases - unusable
            continue
        alike = sum(other[0] == feature[0] for other in found)
        scored = feature[0] in ("band", "total")
        targets[feature] = (blueprint.cases - (unusable if scored else 0)) / alike
    return targets


def _apart(cases: Iterable[Candidate], n: int) -> list[Candidate]:
    """The first n cases of which no two are kin."""
    chosen: dict[str, Candidate] = {}
    for one in cases:
        if len(chosen) >= n:
            break
        chosen.setdefault(one.family, one)
    return list(chosen.values())


def _one_by_family(cases: Iterable[Candidate]) -> list[list[Candidate]]:
    families: dict[str, list[Candidate]] = {}
    for one in cases:
        families.setdefault(one.family, []).append(one)
    return list(families.values())


def _of_family(family: Iterable[Candidate]) -> set[Feature]:
    return {feature for one in family for feature in one.features}
