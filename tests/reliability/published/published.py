"""The published vectors, and how an answer is compared with one."""

import json
import math
from functools import lru_cache
from pathlib import Path

from reliability.vector_file import computed

FILE = Path(__file__).parent / "vectors.json"
NOT_YET: frozenset[str] = frozenset()
# one rounding error divided by another, in the reference itself
NOISE = frozenset(
    {
        ("psy_expsy_wkappa", "conger.linear", "p_one_sided"),
        ("degenerate_one_rater_constant", "reml", "singular"),
        ("irrNA_Consist", "icc2_irr_test", "F"),
        ("irrNA_Consist", "icc2_irr_test", "p"),
        *(
            ("degenerate_one_rater_constant", f"conger.{w}", "p_one_sided")
            for w in ("linear", "ordinal", "radical", "ratio", "bipolar")
        ),
        *(
            ("degenerate_no_between_subject_variance", f"conger.{w}", "p_one_sided")
            for w in ("identity", "linear", "quadratic", "ordinal", "radical", "ratio", "bipolar")
        ),
    }
)
_REMARKS = {"tool", "tool_says", "undefined", "note", "fn", "args"}


@lru_cache(maxsize=1)
def vectors():
    return {vector["name"]: vector for vector in json.loads(FILE.read_text("utf-8"))["vectors"]}


@lru_cache(maxsize=1)
def answers():
    return computed(FILE.read_bytes())


def label(vector, figure):
    return (
        f"{figure} of {vector['kind']}"
        if figure == "dstudy" and vector["kind"] != "ratings"
        else figure
    )


def differences(vector):
    """Every expected number of a vector that the answer lacks or gives differently."""
    given = answers().get(vector["name"], {})
    for figure, expected in vector["expected"].items():
        if isinstance(expected, str) or label(vector, figure) in NOT_YET:
            continue
        if figure not in given:
            yield figure, "not answered"
            continue
        wanted = expected if isinstance(expected, dict) else {"": expected}
        answer = given[figure] if isinstance(expected, dict) else {"": given[figure]}
        for key, number in wanted.items():
            if key in _REMARKS or (vector["name"], figure, key) in NOISE:
                continue
            if not near(number, answer.get(key), tolerance(figure, key)):
                yield figure, key, number, answer.get(key)


def tolerance(figure, key):
    if figure.startswith("bootstrap"):
        return 0.05 if key == "se" else 0.02
    if figure.startswith(("reml", "varcomp_reml")):
        return 2e-3
    return 0.05 if figure == "mfrm_mml" else 1e-6


def near(wanted, given, within):
    if isinstance(wanted, dict):
        return isinstance(given, dict) and all(
            near(number, given.get(key), within) for key, number in wanted.items()
        )
    if isinstance(wanted, list) and isinstance(given, list):
        return len(wanted) == len(given) and all(
            map(lambda a, b: near(a, b, within), wanted, given)
        )
    if isinstance(wanted, int | float) and isinstance(given, int | float):
        return math.isclose(wanted, given, rel_tol=within, abs_tol=within)
    return wanted == given or given == [wanted]
