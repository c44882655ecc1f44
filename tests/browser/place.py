"""A meeting that is really served, and browsers for the people in it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from motionflow import clock
from motionflow.services import people
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.browser.visits import PHONE, press
from tests.services.halls import Hall


@dataclass
class Place:
    """A served meeting, and a browser for each of its people."""

    app: Flask
    address: str
    chromium: Browser
    hall: Hall
    poll_id: str
    complaints: list[str]

    def visit(self, viewer: Viewer, path: str, *, width: int = PHONE, script: bool = True) -> Page:
        """Return a page of somebody who is signed in."""
        with self.app.app_context(), writing():
            token = people.make_link(viewer.id, at=clock.now(), lifetime=timedelta(hours=1))
        context: BrowserContext = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 844},
            locale="nb-NO",
            java_script_enabled=script,
        )
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        page = context.new_page()
        page.goto(f"/logg-inn/{token}")
        press(page, "Sign in as this mail's owner")
        page.locator(".mf-menu").wait_for()
        page.goto(path)
        return page

    @property
    def path(self) -> str:
        """Where the poll is shown to those signed in."""
        return f"/votering/{self.poll_id}/hemmelig"
