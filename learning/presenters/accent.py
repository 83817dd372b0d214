"""An organisation's colour: whether it can be read, and the shades that go with it, for light and dark pages.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import colorsys
import re

from learning.errors import Refusal

LEAST_CONTRAST = 4.5
WHITE, GROUND, DARK_PAPER, DARK_INK = "#ffffff", "#f2f5f5", "#17201f", "#0f1615"
STEPS = 100
ON_DARK_SCREENS = "@media screen and (prefers-color-scheme: dark) and (forced-colors: none)"

Colour = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours written as ``#rrggbb``, from 1 to 21."""
    lighter, darker = sorted((_luminance(_parse(one)), _luminance(_parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def refuse_faint(accent: str) -> None:
    """Refuse a colour whose text cannot be read on white, on the page or on its own tint; say which one could be.

    WCAG 2.2, success criterion 1.4.3 (https://www.w3.org/TR/WCAG22/#contrast-minimum), asks for 4.5 to 1.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise Refusal("Enter a colour as # and six digits or letters from a to f, like #0b5560", field="accent")
    for ground, name in _grounds(accent):
        ratio = contrast(accent, ground)
        if ratio < LEAST_CONTRAST:
            raise Refusal(
                # Rounded down: 4.47 must not read as the 4.5 that it lacks
                f"Choose a darker colour: text in this one has a contrast of {int(ratio * 10) / 10:.1f} to 1 on {name},"
                f" and needs 4.5. The nearest that can be read is {nearest_readable(accent)}",
                field="accent",
            )


def nearest_readable(accent: str) -> str:
    """The same hue and saturation, as little darker as can be read; the colour itself where it can be."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(accent))
    darker = (_text(colorsys.hls_to_rgb(hue, lightness * (1 - step / STEPS), saturation)) for step in range(STEPS + 1))
    return next(found for found in darker if all(contrast(found, on) >= LEAST_CONTRAST for on, _ in _grounds(found)))


def _grounds(accent: str) -> tuple[tuple[str, str], ...]:
    return (WHITE, "white"), (GROUND, "the ground of pages"), (tint(accent), "its own tint")


def hover(accent: str) -> str:
    """The same colour, darker."""
    return _mixed(accent, "#000000", 0.27)


def tint(accent: str) -> str:
    """A ground that text in the colour can stand on."""
    return _mixed(accent, WHITE, 0.88)


def soft(accent: str) -> str:
    """For what is still to come, beside what is reached."""
    return _mixed(accent, WHITE, 0.65)


def for_dark_pages(accent: str) -> str:
    """The same hue, as little lighter as reads well on dark paper."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(accent))
    for step in range(STEPS + 1):
        lighter = lightness + (1 - lightness) * step / STEPS
        found = _text(colorsys.hls_to_rgb(hue, lighter, min(saturation, 0.55)))
        if contrast(found, DARK_PAPER) >= 7:
            return found
    return WHITE


def accent_css(accent: str) -> str:
    """The custom properties that take the place of those in tokens.css."""
    dark = for_dark_pages(accent)
    light_rules = _rules(accent, hover(accent), tint(accent), soft(accent), WHITE)
    dark_rules = _rules(
        dark, _mixed(dark, WHITE, 0.3), _mixed(dark, DARK_PAPER, 0.82), _mixed(dark, DARK_PAPER, 0.55), DARK_INK
    )
    return f":root {{ {light_rules} }}\n{ON_DARK_SCREENS} {{\n  :root {{ {dark_rules} }} }}\n"


def _rules(accent: str, hovered: str, tinted: str, softened: str, on_accent: str) -> str:
    return (
        f"--accent: {accent}; --accent-hover: {hovered}; --accent-tint: {tinted}; --accent-soft: {softened}; "
        f"--on-accent: {on_accent};"
    )


def _parse(colour: str) -> Colour:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _text(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _mixed(one: str, other: str, share: float) -> str:
    """``share`` of the second colour in the first."""
    first, second = _parse(one), _parse(other)
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return _text((red, green, blue))


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
