"""Looking at a page as a strict visitor: axe finds nothing, nothing is wider than the screen, targets are large."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)


@lru_cache
def axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def faults_of_page(page: Page) -> list[str]:
    """What is wrong with the page as it stands at this width."""
    faults = [f"scrolls sideways: {wide}" for wide in _wider(page)]
    page.evaluate(axe_source())
    found = page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    for violation in found["violations"]:
        targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        faults.append(f"{violation['id']}: {violation['help']} ({targets})")
    return faults


def _wider(page: Page) -> list[str]:
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{width} of {seen} pixels"] if width > seen else []
