"""The settings of the program, and one more address: the empty view that is measured beside it."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.load.reference"
