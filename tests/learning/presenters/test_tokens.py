"""Every colour of the product against what it stands on, light and dark, by WCAG 2.2: text 4.5 to 1, marks 3 to 1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import learning
from learning.presenters.accent import contrast

STATIC = Path(learning.__file__).parent / "static"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
ON_PAGES = ("paper", "ground")
STRANDS = [f"strand-{place}" for place in range(1, 7)]
TEXT = {
    "ink": (*ON_PAGES, "sunk", "accent-tint", "attention-tint", "alert-tint", *(f"{one}-tint" for one in STRANDS)),
    "ink-2": (*ON_PAGES, "sunk", "accent-tint", "attention-tint", "alert-tint"),
    "ink-3": ON_PAGES,
    "accent": (*ON_PAGES, "accent-tint"),
    "accent-hover": (*ON_PAGES, "accent-tint"),
    "attention": (*ON_PAGES, "attention-tint"),
    "alert": (*ON_PAGES, "alert-tint"),
    "on-accent": ("accent", "accent-hover"),
    "on-strand": tuple(STRANDS),
    "on-bar": ("bar",),
    "on-bar-2": ("bar",),
    **{one: ("paper", f"{one}-tint") for one in STRANDS},
}
MARKS = {
    "line-2": (*ON_PAGES, "sunk"),
    "attention-mark": ON_PAGES,
    "alert-mark": ON_PAGES,
}
DECORATIVE = {"line", "accent-soft"}
"""Hairlines, and what is still to come beside what is reached: its figure stands in words with it."""


def tokens(*, dark: bool) -> dict[str, str]:
    """The colours by role; on dark pages those that have no dark one keep the light."""
    light, dark_ones = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    dark_ones = dark_ones[: dark_ones.index("\n}\n")]
    found = dict(COLOUR.findall(light)) | (dict(COLOUR.findall(dark_ones)) if dark else {})
    return {
        name: "#" + "".join(2 * one for one in text[1:]) if len(text) == 4 else text for name, text in found.items()
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_every_colour_is_told_from_what_it_stands_on(
    pairs: dict[str, tuple[str, ...]], least: float, dark: bool
) -> None:
    known = tokens(dark=dark)
    faint = {
        f"--{name} on --{ground}": round(contrast(known[name], known[ground]), 2)
        for name, grounds in pairs.items()
        for ground in grounds
        if contrast(known[name], known[ground]) < least
    }
    assert faint == {}


def test_no_colour_is_left_out_of_these_tests() -> None:
    tried = (
        set(TEXT)
        | set(MARKS)
        | DECORATIVE
        | {ground for one in (TEXT, MARKS) for own in one.values() for ground in own}
    )
    assert set(tokens(dark=False)) == tried


def test_colours_stand_in_the_tokens_alone_and_dark_ones_only_on_screens() -> None:
    sheets = {sheet.name: sheet.read_text(encoding="utf-8") for sheet in STATIC.glob("*.css")}
    assert [name for name, text in sheets.items() if "@media (prefers-color-scheme" in text] == []
    # The focus's yellow and black are GOV.UK's, and white is the ground of a chart that keeps its own colours
    allowed = {"#fd0", "#0b0c0c", "#fff"}
    strays = {
        name: found
        for name, text in sheets.items()
        if name not in ("tokens.css", "print.css")
        and (found := set(re.findall(r"#[0-9a-f]{3,8}\b(?=[\s;,)])", text)) - allowed)
    }
    assert strays == {}
