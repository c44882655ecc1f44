"""What is wrong with a page, as sentences: its width, its heads, its language, and what axe finds."""

import json
import re
from collections.abc import Mapping

import lxml.html
from axe_playwright_python.base import AXE_SCRIPT
from lxml import etree
from playwright.sync_api import Page

from tests.browser.visits import Scheme

_LOOK = """() => {
  const root = document.documentElement;
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((each) => +each.tagName[1]);
  return {
    width: root.scrollWidth, room: root.clientWidth, language: root.lang, title: document.title,
    firsts: heads.filter((level) => level === 1).length,
    jumps: heads.filter((level, at) => at && level > heads[at - 1] + 1).length,
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
  };
}"""
_AXE = "(options) => axe.run(document, options).then((found) => found.violations)"
_STILL = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let still = 0; still < 2; ) {
    await frame();
    still = document.getAnimations().length ? 0 : still + 1;
  }
}"""
_HEARD = re.compile(r"(id|for|role|aria-.*|alt|href|type|lang|style|tabindex|scope)$")
_EVERY_RULE = {"resultTypes": ["violations"]}
_COLOURS_ONLY = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


def look_faults(page: Page, *, language: str) -> list[str]:
    """Return what is wrong with how a page is laid out and marked; nothing when all is well."""
    page.wait_for_load_state()
    seen = page.evaluate(_LOOK)
    checks = {
        f"scrolls sideways: {seen['width']} px of content, {seen['room']} px of room": (
            seen["width"] > seen["room"]
        ),
        f"has {seen['firsts']} h1": seen["firsts"] != 1,
        f"is marked as {seen['language']!r}": seen["language"] != language,
        "skips a level of heads": seen["jumps"] > 0,
        f"uses ids twice: {seen['twice']}": bool(seen["twice"]),
        "has no title of its own": seen["title"].startswith("–"),
    }
    return [fault for fault, is_so in checks.items() if is_so]


def parts_of(page: str) -> frozenset[str]:
    """Return each kind of element in a page, with the kind it stands in.

    A kind is told by the tag, its classes, and those of its attributes that matter to who hears the page.
    """
    return frozenset(
        f"{parent.tag}.{parent.get('class')}>{each.tag}.{each.get('class')}"
        f"[{sorted(name for name in each.attrib if _HEARD.match(name))}]"
        for each in lxml.html.document_fromstring(page).iterdescendants(etree.Element)
        if (parent := each.getparent()) is not None
    )


def axe_faults(page: Page, *, in_dark: bool = True) -> list[str]:
    """Return what axe finds in light, and of colours in dark."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_AXE, _EVERY_RULE)
    if in_dark:
        _turn(page, "dark")
        found += page.evaluate(_AXE, _COLOURS_ONLY)
        _turn(page, "light")
    return [_told(each) for each in found]


def _turn(page: Page, scheme: Scheme) -> None:
    """Change the colour scheme and wait until the colours have changed: it takes a while to fade."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(_STILL)


def _told(violation: Mapping[str, object]) -> str:
    nodes = violation["nodes"]
    assert isinstance(nodes, list)
    return f"{violation['id']}: {violation['help']} " + json.dumps([each["html"][:200] for each in nodes[:3]])
