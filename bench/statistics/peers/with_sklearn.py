"""scikit-learn: Cohen's kappa of one pair at a time."""

from sklearn.metrics import cohen_kappa_score

from bench.statistics.peers.of_pairs import preparation
from bench.statistics.tasks import IntArray


def _kappa(one: IntArray, other: IntArray, quadratic: bool) -> float:
    return float(
        cohen_kappa_score(
            one, other, labels=[1, 2, 3, 4, 5], weights="quadratic" if quadratic else None
        )
    )


PREPARATIONS = {"d": preparation(_kappa)}
