"""The operating curve as a picture for the documentation: the same SVG for the same points."""

from collections.abc import Iterator, Sequence

from reliability.certification import CurvePoint, pass_within

LEFT, TOP, WIDTH, HEIGHT = 60, 20, 520, 260
LOWEST, HIGHEST = 0.70, 0.98
STYLE = "font:13px sans-serif;background:#fff"


def curve_svg(points: Sequence[CurvePoint], attempts: int) -> str:
    """Chance to pass the first attempt (solid), and within all attempts (dashed)."""
    size = f'viewBox="0 0 {LEFT + WIDTH + 30} {TOP + HEIGHT + 60}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" style="{STYLE}">'
    title = "<title>Chance to pass under the shipped policy, by true agreement</title>"
    first = _line([(p.true, p.passes) for p in points], "")
    within = [(p.true, pass_within(p.passes, attempts)) for p in points]
    lines = [first, _line(within, ' stroke-dasharray="6 4"')]
    axis = LEFT + WIDTH / 2, TOP + HEIGHT + 45
    label = _text(*axis, "true agreement with gold, item by item", "middle")
    keys = (
        _text(LEFT + WIDTH - 8, TOP + HEIGHT - 30, "solid: first attempt", "end"),
        _text(LEFT + WIDTH - 8, TOP + HEIGHT - 12, f"dashed: {attempts} attempts", "end"),
    )
    return "\n".join([head, title, *_grid(), *lines, label, *keys, "</svg>", ""])


def _grid() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        yield f'<path d="M{LEFT} {y:.1f}H{LEFT + WIDTH}" stroke="#ddd"/>'
        yield _text(LEFT - 8, y + 4, f"{10 * tenth} %", "end")
    for percent in range(70, 99, 5):
        x = _x(percent / 100)
        yield f'<path d="M{x:.1f} {TOP}V{TOP + HEIGHT}" stroke="#ddd"/>'
        yield _text(x, TOP + HEIGHT + 20, f"{percent} %", "middle")


def _line(points: Sequence[tuple[float, float]], dashes: str) -> str:
    places = " ".join(f"{_x(true):.1f},{_y(share):.1f}" for true, share in points)
    return f'<polyline points="{places}" fill="none" stroke="#1f4e79" stroke-width="2.5"{dashes}/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{words}</text>'


def _x(true: float) -> float:
    return LEFT + WIDTH * (true - LOWEST) / (HIGHEST - LOWEST)


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share)
