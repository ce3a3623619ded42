"""krippendorff, bootstrapped as most would do it: from the raw data."""

from bench.statistics.peers.with_krippendorff import RAW

PREPARATIONS = RAW
