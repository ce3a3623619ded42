import pytest

from reliability.pictures import LEFT, PLOT_WIDTH, interval_plot
from reliability.stats import Estimate


def an_estimate(value, low=None, high=None):
    return Estimate(value=value, low=low, high=high, form="ICC", n_used=5, n_given=5)


def test_interval_plot_places_0_and_1_at_the_ends():
    plot = interval_plot([("a", an_estimate(1.0, 0.0, 1.0)), ("b", an_estimate(0.5))])

    assert (plot.rows[0].x_low, plot.rows[0].x) == (LEFT, LEFT + PLOT_WIDTH)
    assert plot.rows[1].x == LEFT + PLOT_WIDTH / 2
    assert [tick.label for tick in plot.ticks] == ["0.00", "0.25", "0.50", "0.75", "1.00"]


@pytest.mark.parametrize(
    ("low", "first"), [(-0.01, "−0.25"), (-0.25, "−0.25"), (-0.6, "−0.75"), (-3.0, "−1.00")]
)
def test_interval_plot_reaches_down_to_the_quarter_below_the_lowest_bound(low, first):
    plot = interval_plot([("a", an_estimate(0.4, low, 0.9))])

    assert plot.ticks[0].label == first
    assert plot.rows[0].x_low >= LEFT


def test_interval_plot_draws_nothing_where_there_is_no_value():
    plot = interval_plot([("a", an_estimate(None))])

    assert (plot.rows[0].x, plot.rows[0].x_low, plot.rows[0].x_high) == (None, None, None)


def test_interval_plot_of_nothing_is_an_axis():
    plot = interval_plot([])

    assert plot.rows == ()
    assert plot.ticks[-1].label == "1.00"
