"""A crowd of browsers in one process: requests written beforehand, sent over connections that stay open."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = b"content-length: "


@dataclass(frozen=True)
class Answer:
    """What came back: status and body, how long it took, and when it was sent (seconds)."""

    status: int
    body: bytes
    took: float
    sent_at: float


@dataclass(frozen=True)
class Request:
    """One request as it goes over the net, and how many seconds after the beginning it is sent."""

    content: bytes
    after: float = 0.0


def request(method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """Return a request as it goes over the net."""
    said = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if method == "POST":
        said["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def send_all(port: int, requests: Sequence[bytes], *, connections: int) -> tuple[list[Answer], float]:
    """Send everything as quickly as it is answered; return the answers and how many seconds it all took."""
    return asyncio.run(_send_all(port, requests, connections))


def send_at(port: int, requests: Sequence[Request], *, connections: int) -> list[Answer]:
    """Send each request at its moment; how long it took counts from that moment, waiting for a turn too."""
    return asyncio.run(_send_at(port, requests, connections))


async def _send_all(port: int, requests: Sequence[bytes], connections: int) -> tuple[list[Answer], float]:
    waiting = list(reversed(requests))
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    answers: list[Answer] = []

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while waiting:
            answers.append(await ask(reader, writer, waiting.pop()))
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(work(*line) for line in lines))
    return answers, time.perf_counter() - begun


async def _send_at(port: int, requests: Sequence[Request], connections: int) -> list[Answer]:
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    begun = time.perf_counter()

    async def work(each: Request) -> Answer:
        due = begun + each.after
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line = await idle.get()
        answer = await ask(*line, each.content)
        idle.put_nowait(line)
        return Answer(answer.status, answer.body, time.perf_counter() - due, each.after)

    answers = await asyncio.gather(*(work(each) for each in requests))
    while not idle.empty():
        idle.get_nowait()[1].close()
    return list(answers)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: bytes) -> Answer:
    """Send one request and return its answer."""
    begun = time.perf_counter()
    writer.write(content)
    head = await reader.readuntil(b"\r\n\r\n")
    at = head.lower().find(_LENGTH)
    body = b""
    if at > 0:
        length = int(head[at + len(_LENGTH) : head.index(b"\r\n", at)])
        body = await reader.readexactly(length)
    return Answer(int(head[9:12]), body, time.perf_counter() - begun, begun)
