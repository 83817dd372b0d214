"""Elements of a drawing as text of SVG, and how much room words take.

Colours stand as attributes, the weakest that there are: a style sheet may set them again, for a dark screen say, and
WeasyPrint, whose drawings know no style sheet of the page, has them anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

WIDTH = 320.0
"""Of every chart, in its own units: about the width of a phone's page, so that words stay readable there."""
SIZE, SMALL = 13.0, 12.0
LINE_HEIGHT = 17.0
INK, INK_2, GREY = "#13201f", "#475553", "#5c6a68"
PAPER, SUNK, LINE, LINE_2 = "#ffffff", "#e8eded", "#d3dad9", "#73807e"
ACCENT, ACCENT_SOFT, ATTENTION = "#0b5560", "#a9cdd2", "#7f4a00"
TYPEFACE = "IBM Plex Sans, Arial, sans-serif"
HELD_BACK = "[c]"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _BROAD = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMWQO@%&—…")


def clean(words: str) -> str:
    """The words on one line, without characters that no XML may hold."""
    return " ".join(_NOT_XML.sub("\ufffd", words).split())


def inside(words: str) -> str:
    """Words as the content of an element."""
    return escape(clean(words))


def attribute(value: object) -> str:
    """A value as an attribute, with its quotes; figures to a hundredth."""
    return quoteattr(f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else clean(str(value)))


def element(name: str, content: str = "", **attributes: object) -> str:
    """``font_size`` is font-size; ``kind`` is class; None and blank are left out."""
    names = {"kind": "class"}
    said = "".join(
        f" {names.get(key, key.replace('_', '-'))}={attribute(value)}"
        for key, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def text(
    x: float, y: float, words: str, *, size: float = SIZE, weight: int = 400, anchor: str = "start", kind: str = "ink"
) -> str:
    """Words whose base line begins (or ends, or has its middle) at a point."""
    fill = {"ink": INK, "scale": INK_2, "quiet": INK_2, "target": ATTENTION}[kind]
    return element(
        "text", inside(words), kind=kind, x=x, y=y, font_size=size, font_weight=weight, text_anchor=anchor, fill=fill
    )


def rect(x: float, y: float, width: float, height: float, fill: str, kind: str = "") -> str:
    return element("rect", kind=kind, x=x, y=y, width=max(width, 0.0), height=height, fill=fill)


def line(x: float, y: float, to_x: float, to_y: float, stroke: str, width: float = 1.0, dash: str = "") -> str:
    return element("line", x1=x, y1=y, x2=to_x, y2=to_y, stroke=stroke, stroke_width=width, stroke_dasharray=dash)


def circle(x: float, y: float, radius: float, fill: str, stroke: str, kind: str) -> str:
    return element("circle", kind=kind, cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=2.0)


def svg(name: str, title: str, description: str, height: float, parts: Iterable[str]) -> str:
    """One drawing; ``name`` makes its ids, so it must be the only one of its page."""
    box = f"0 0 {WIDTH:.0f} {height:.0f}"
    content = element("title", inside(title) or " ", id=f"{name}-title")
    content += element("desc", inside(description) or " ", id=f"{name}-desc") + "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" viewBox="{box}" width="{WIDTH:.0f}" '
        f'height="{height:.0f}" font-family="{TYPEFACE}" aria-labelledby={attribute(f"{name}-title {name}-desc")}>'
        f"{content}</svg>"
    )


@lru_cache(maxsize=4096)
def width_of(words: str, size: float = SIZE) -> float:
    """Room that words take, rather too much than too little: a typeface that stands in may be wider."""
    return size * sum(map(_breadth, clean(words)))


def _breadth(character: str) -> float:
    if character in _NARROW:
        return 0.42
    if character in _BROAD or unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.76 if character.isupper() or not character.isascii() else 0.64


def wrapped(words: str, width: float, size: float = SIZE) -> list[str]:
    """Lines that fit into a width, broken at spaces, and inside a word only where it alone is too long."""
    lines = [""]
    for word in clean(words).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width, size)
        lines[len(lines) - (not lines[-1]) :] = pieces
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def paragraph(
    y: float, words: str, *, weight: int = 400, kind: str = "ink", size: float = SIZE
) -> tuple[list[str], float]:
    """Lines over the whole width that begin under ``y``, and where the last one ends."""
    lines = wrapped(words, WIDTH - 2, size)
    drawn = [
        text(0.0, y + (number + 1) * LINE_HEIGHT - 4, part, weight=weight, kind=kind, size=size)
        for number, part in enumerate(lines)
        if part
    ]
    return drawn, y + len(lines) * LINE_HEIGHT
