"""How costs grow with the number of meetings: a table, and a drawing with a line for each, both scales logarithmic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

Costs = Mapping[str, Mapping[int, float]]
"""Seconds worked, by the name of what was measured and the number of meetings."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _LABELS, _BELOW, _LINE = 620, 340, 50, 34, 250, 34, 12
_COLOURS = ("#4477aa", "#cc3311", "#228833", "#aa3377", "#bb8800", "#0099aa", "#555555", "#997755", "#6644aa", "#dd6677")


def growth_table(costs: Costs, sizes: Sequence[int]) -> str:
    """Return the table, in milliseconds."""
    lines = [f"| worked, ms | {' | '.join(f'{size:,}' for size in sizes)} |", f"| --- |{' --: |' * len(sizes)}"]
    for name, cost in costs.items():
        values = [f"{cost[size] * 1000:.0f}" if size in cost else "–" for size in sizes]
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join(lines)


def growth_drawing(panels: Mapping[str, Costs], sizes: Sequence[int]) -> str:
    """Return an SVG with a panel for each kind of cost; a dotted line shows how what grows with the records would rise."""
    every = [seconds for costs in panels.values() for cost in costs.values() for seconds in cost.values()]
    low, high = (round_ms(edge) for edge in (math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))))
    shape = f'viewBox="0 0 {_WIDTH} {_HEIGHT * len(panels)}" font-family="sans-serif" font-size="11" role="img"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {shape}>',
        "<title>How what is worked grows with the number of meetings</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for n, (title, costs) in enumerate(panels.items()):
        parts += [f'<g transform="translate(0 {n * _HEIGHT})">', *_Panel(sizes, low, high).draw(title, costs), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def round_ms(decade: int) -> float:
    """Return the milliseconds of a decade of seconds."""
    return 10.0 ** (decade + 3)


class _Panel:
    """One drawing: sizes to the right, milliseconds upwards."""

    def __init__(self, sizes: Sequence[int], low: float, high: float) -> None:
        self.sizes, self.low, self.high = sorted(sizes), low, high
        self.right, self.bottom = _WIDTH - _LABELS, _HEIGHT - _BELOW

    def x(self, size: int) -> float:
        span = math.log(self.sizes[-1] / self.sizes[0]) or 1.0
        return _LEFT + (self.right - _LEFT) * math.log(size / self.sizes[0]) / span

    def y(self, ms: float) -> float:
        return self.bottom - (self.bottom - _TOP) * math.log(ms / self.low) / math.log(self.high / self.low)

    def draw(self, title: str, costs: Costs) -> Iterator[str]:
        yield f'<text x="{_LEFT}" y="18" font-weight="bold" font-size="13">{escape(title)}, ms</text>'
        for size in self.sizes:
            yield f'<text x="{self.x(size):.1f}" y="{self.bottom + 16}" text-anchor="middle" fill="#555">{size:,}</text>'
            yield _path([(self.x(size), _TOP), (self.x(size), self.bottom)], "#eee")
        for decade in range(round(math.log10(self.low)), round(math.log10(self.high)) + 1):
            ms = 10.0**decade
            yield f'<text x="{_LEFT - 6}" y="{self.y(ms) + 4:.1f}" text-anchor="end" fill="#555">{ms:,.0f}</text>'
            yield _path([(_LEFT, self.y(ms)), (self.right, self.y(ms))], "#ddd")
        yield from self._guide()
        ends = {name: self.y(max(cost.items())[1] * 1000) for name, cost in costs.items() if cost}
        for n, (name, place) in enumerate(_spread(ends, _TOP, self.bottom + _BELOW - 6).items()):
            yield from self._line(name, costs[name], place, n)

    def _guide(self) -> Iterator[str]:
        """Yield the line of what costs ten times as much for ten times as many meetings."""
        rise = min(self.high / self.low, self.sizes[-1] / self.sizes[0])
        across = (self.right - _LEFT) * math.log(rise) / (math.log(self.sizes[-1] / self.sizes[0]) or 1.0)
        yield _path([(_LEFT, self.bottom), (_LEFT + across, self.y(self.low * rise))], "#999", dashes="2 4")

    def _line(self, name: str, cost: Mapping[int, float], label: float, n: int) -> Iterator[str]:
        colour, dashes = _COLOURS[n % len(_COLOURS)], "" if n < len(_COLOURS) else "5 3"
        points = [(self.x(size), self.y(seconds * 1000)) for size, seconds in sorted(cost.items())]
        yield _path(points, colour, width=1.6, dashes=dashes)
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>' for x, y in points)
        yield _path([points[-1], (self.right + 18, label)], colour, width=0.5)
        text = escape(name.replace("`", ""))
        yield f'<text x="{self.right + 22}" y="{label + 4:.1f}" fill="{colour}">{text}</text>'


def _path(points: Sequence[tuple[float, float]], colour: str, *, width: float = 1, dashes: str = "") -> str:
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _spread(places: Mapping[str, float], top: float, bottom: float) -> dict[str, float]:
    """Return the places of labels so far apart that each can be read, in their order, from the top down."""
    spread: dict[str, float] = {}
    last = top - _LINE
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = spread[name] = max(place, last + _LINE)
    last = bottom + _LINE
    for name, place in reversed(list(spread.items())):
        last = spread[name] = min(place, last - _LINE)
    return spread
