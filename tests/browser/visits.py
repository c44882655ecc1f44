"""Somebody at a browser: signed in or not, on a telephone or a desk, with or without scripts."""

import re
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, StorageState

from motionflow.i18n import words
from tests.browser.site import Site

say = words("nb")

Scheme = Literal["light", "dark"]
PHONE, DESK = 390, 1280

# A form that is shown again answers 422, which Chromium tells of as if a file were missing.
_SHOWN_AGAIN = re.compile(r"status of 422")


class Visits:
    """Opens pages for people, and hears what the browser complains of meanwhile."""

    def __init__(self, browser: Browser, site: Site, states: dict[str, StorageState]) -> None:
        self._browser = browser
        self._site = site
        self._states = states
        self._open: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        who: str | None = None,
        *,
        width: int = DESK,
        scheme: Scheme = "light",
        script: bool = True,
    ) -> Page:
        """Return a page on the front page, signed in as someone of the example unless ``who`` is None."""
        context = self._browser.new_context(
            base_url=self._site.address,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="nb-NO",
            storage_state=self._state_of(who) if who else None,
        )
        context.set_default_timeout(30_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self._open.append(context)
        page = context.new_page()
        page.goto("/")
        return page

    def shown(self) -> str:
        """Return what stands on the pages that are open: addresses and words."""
        pages = [page for context in self._open for page in context.pages]
        return "\n\n".join(f"{page.url}\n{page.locator('body').inner_text()[:2000]}" for page in pages)

    def close(self) -> None:
        """Close what was opened."""
        for context in self._open:
            context.close()

    def _state_of(self, who: str) -> StorageState:
        if who not in self._states:
            page = self(None)
            page.goto(self._site.link_for(who))
            press(page, "Sign in as this mail's owner")
            page.locator(".mf-menu").wait_for()
            self._states[who] = page.context.storage_state()
        return self._states[who]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _SHOWN_AGAIN.search(message.text):
            self.complaints.append(f"{message.type}: {message.text}")


def labelled(page: Page | Locator, label: str, **params: object) -> Locator:
    """Return the field with a label, whether it is marked as optional or not."""
    optional = re.escape(f" ({say('optional')})")
    return page.get_by_label(re.compile(rf"^\s*{re.escape(say(label, **params))}(\s*{optional})?\s*$"))


def button(page: Page | Locator, text: str) -> Locator:
    """Return the one button with a text."""
    return page.get_by_role("button", name=say(text), exact=True)


def press(page: Page | Locator, text: str) -> None:
    """Press the button with a text."""
    click(button(page, text))


def follow(page: Page | Locator, text: str) -> None:
    """Follow the first link with a text, an English message or a name."""
    click(page.get_by_role("link", name=say(text), exact=True).first)


def click(here: Locator) -> None:
    """Click, and where that leads to another page wait until all of it is there.

    The browser's own click returns when the other page begins: it may have no element yet.
    """
    here.click()
    here.page.wait_for_load_state()


def unfold(page: Page | Locator, text: str) -> None:
    """Open what is folded away under a text, and wait until it is open: what moves is not hit by a click."""
    summary = page.locator("summary").filter(has_text=say(text)).first
    summary.click()
    summary.evaluate(_OPENED)


_OPENED = """async (summary) => {
  const moving = summary.parentElement.getAnimations({ subtree: true });
  await Promise.allSettled(moving.map((each) => each.finished));
}"""
