"""A thousand open pages that follow a meeting: what they cost while nothing happens, and how soon they know.

They do as the pages' scripts do (static/live.js, static/ballot.js): each asks, is told, and asks again a
second later, a ballot page a little later still. A page of the meeting that is told of news fetches its own
part a moment after that, too.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from motionflow.services import rooms
from tests.bench.measuring import Figure
from tests.bench.vote_crowd import ask, request
from tests.bench.vote_hall import BenchHall, Server, addresses, serving
from tests.bench.vote_sealed import SealedBox

PAGES, EVERY, EVERY_BALLOT, FIRST = 1000, 1.0, 1.3, 0.15
WARM_UP, QUIET, AFTER_NEWS = 4.0, 10.0, 17.0
MOST_OF_A_CORE, LATEST = 0.5, 2.0


@dataclass
class Page:
    """An open page: what it asks, how its own part is fetched after news, and what it knows so far."""

    address: str
    own: bytes = b""
    version: str = ""
    knew_at: float = 0.0

    @property
    def every(self) -> float:
        """How many seconds it waits before it asks again."""
        return EVERY if self.own else EVERY_BALLOT

    def question(self) -> bytes:
        """Return what it asks now."""
        return request("GET", self.address + (f"?siden={self.version}&sprak=nb" if self.own else ""))

    def hear(self, body: bytes) -> float | None:
        """Take in an answer and note when the page knew that a poll is open.

        Return within how many seconds it fetches its own part, if there was news.
        """
        told = json.loads(body)
        is_open = told["state"] == "open" if "state" in told else 'data-state="open"' in told["stage"]
        if is_open and not self.knew_at:
            self.knew_at = time.perf_counter()
        is_news = bool(self.version) and self.version != told.get("version", "")
        self.version = told.get("version", "")
        return float(told["within"]) if is_news else None


def measure(kind: str) -> Iterator[Figure]:
    """Yield what the pages cost while nothing happens, and when the slowest in a hundred knows of a poll.

    The baseline of what they cost is one core, and that of the news is when they must be there.
    """
    with addresses(kind, "ours") as (home, (address,)):
        hall = BenchHall(address, home, voters=PAGES)
        hall.end_poll(hall.open_poll())
        with hall.app.app_context():
            room = rooms.find_room(hall.hall.meeting_id)
            assert room is not None
            follow = f"/folg/{room.live_key}"
        own = f"/mote/{hall.hall.meeting_id}/delta/meg"
        pages = [Page(follow, own=request("GET", own, Cookie=phone.cookie)) for phone in hall.phones]
        hall.let_go()
        polls: list[str] = []
        with serving("ours", address, home) as server:
            cores, late = follow_all(server, pages, lambda: polls.append(hall.open_poll()))
        yield from _figures(f"vote_follow_{kind}", cores, late)
        hall.end_poll(polls[0])
        box = SealedBox(hall, is_opened=False)
        pages = [Page(f"/stemmeseddel/{box.poll_id}/tilstand") for _ in hall.phones]
        with serving("ours", address, home) as server:
            cores, late = follow_all(server, pages, box.open)
        yield from _figures(f"vote_follow_secret_{kind}", cores, late)


def follow_all(server: Server, pages: Sequence[Page], act: Callable[[], object]) -> tuple[float, list[float]]:
    """Return how much of a core the server uses while nothing happens, and how late each page knew more."""
    return asyncio.run(_follow_all(server, pages, act))


async def _follow_all(
    server: Server, pages: Sequence[Page], act: Callable[[], object]
) -> tuple[float, list[float]]:
    dice = random.Random(1000)
    reading = [asyncio.create_task(_read_on(server.port, page, dice)) for page in pages]
    await asyncio.sleep(WARM_UP)
    used, begun = server.seconds_used(), time.perf_counter()
    await asyncio.sleep(QUIET)
    cores = (server.seconds_used() - used) / (time.perf_counter() - begun)
    await asyncio.to_thread(act)
    happened = time.perf_counter()
    await asyncio.sleep(AFTER_NEWS)
    broken = [each.exception() for each in reading if each.done()]
    for each in reading:
        each.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    assert broken == [], broken[0]
    assert all(page.knew_at for page in pages), "some pages never knew"
    return cores, [page.knew_at - happened for page in pages]


async def _read_on(port: int, page: Page, dice: random.Random) -> None:
    """Follow until the page is put away."""
    await asyncio.sleep(dice.random() * page.every)
    line = await asyncio.open_connection("127.0.0.1", port)
    own: asyncio.Task[None] | None = None
    try:
        while True:
            answer = await ask(*line, page.question())
            assert answer.status in (200, 204), answer
            within = page.hear(answer.body) if answer.status == 200 else None
            if within is not None and own is None:
                own = asyncio.create_task(
                    _fetch_own(port, page, after=(FIRST + (1 - FIRST) * dice.random()) * within)
                )
            if own is not None and own.done():
                own.result()
            await asyncio.sleep(page.every)
    finally:
        if own is not None:
            own.cancel()


async def _fetch_own(port: int, page: Page, *, after: float) -> None:
    await asyncio.sleep(after)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = await ask(reader, writer, page.own)
    assert answer.status == 200, answer
    assert b'id="me"' in answer.body
    writer.close()


def _figures(name: str, cores: float, late: Sequence[float]) -> Iterator[Figure]:
    yield Figure(f"{name}_quiet", cores, "cores", 1.0, cores, MOST_OF_A_CORE, is_kept=cores <= MOST_OF_A_CORE)
    p99 = sorted(late)[len(late) * 99 // 100]
    yield Figure(f"{name}_news_p99", p99, "s", LATEST, p99 / LATEST, 1.0, is_kept=p99 <= LATEST)
