"""A property that is worked out once."""

from instruments.lazy import lazy


class Square:
    """Counts how often its area is worked out."""

    def __init__(self, side):
        self.side = side
        self.asked = 0

    @lazy
    def area(self):
        self.asked += 1
        return self.side**2


def test_lazy_is_worked_out_at_first_use_and_kept():
    square = Square(3)

    assert square.asked == 0
    assert [square.area, square.area] == [9, 9]
    assert square.asked == 1


def test_lazy_is_kept_for_each_object_apart():
    small, large = Square(1), Square(5)

    assert (small.area, large.area) == (1, 25)
