"""Very many phones at once, in an event loop; and how long they wait."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from generator.live import vakt
from tests.live.mote import RUNDE1, SNAKK
from tests.live.tjener import SAK, Leder, Tjener, svarfelt


class Telefon:
    """One of very many phones in an event loop, in one meeting; each request has a connection of its own.

    Made of plain sockets: httpx takes twenty times as long as the server, and would measure itself.
    """

    def __init__(self, tjener: Tjener, kode: str) -> None:
        self.tjener, self.kode, self.kake = tjener, kode, ""

    async def bli_med(self) -> None:
        status, head, _ = await self.be_om("POST", "/med")
        assert status == 303, head
        self.kake = head["set-cookie"].split(";")[0]

    async def svar(self, felt: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Sends the answer once; the status, and what is said."""
        status, _, body = await self.be_om("POST", "/svar", felt)
        return status, json.loads(body)

    async def be_om(
        self, metode: str, sti: str = "", felt: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        reader, writer = await self.send(metode, sti, felt)
        try:
            status, head = await _head(reader)
            return status, head, (await reader.read()).decode()
        finally:
            writer.close()

    async def send(
        self, metode: str, sti: str = "", felt: Mapping[str, str] | None = None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Asks, and does not wait for the answer."""
        body = urlencode(felt or {})
        lines = [f"{metode} /m/{self.kode}{sti} HTTP/1.1", f"Host: 127.0.0.1:{self.tjener.port}", "Connection: close"]
        lines += [f"Origin: {self.tjener.adresse}", f"Content-Type: {vakt.FORM}", f"Content-Length: {len(body)}"]
        lines += ["Accept: application/json", f"Cookie: {self.kake}", "", body]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.tjener.port)
        writer.write("\r\n".join(lines).encode())
        return reader, writer

    async def nyheter(self) -> AsyncIterator[dict[str, Any]]:
        """What the server tells of its own accord, until the line breaks."""
        reader, writer = await self.send("GET", "/nytt")
        try:
            assert (await _head(reader))[0] == 200
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
        finally:
            writer.close()


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    return int(first.split()[1]), dict(line.split(": ", 1) for line in rest if line)


async def telefoner(tjener: Tjener, kode: str, antall: int) -> list[Telefon]:
    """So many, all of whom have joined."""
    phones = [Telefon(tjener, kode) for _ in range(antall)]
    await asyncio.gather(*(phone.bli_med() for phone in phones))
    return phones


async def svar_samtidig(phones: Sequence[Telefon], nr: int) -> list[float]:
    """All answer the round at step `nr` at once, and all must be told that it is kept; the seconds each waited."""
    felt = {kode: svarfelt(phones[0].tjener.mote(kode), nr) for kode in {phone.kode for phone in phones}}

    async def one(phone: Telefon) -> float:
        start = time.perf_counter()
        status, said = await phone.svar(felt[phone.kode])
        assert (status, said.get("lagret")) == (200, True), said
        return time.perf_counter() - start

    return await asyncio.gather(*map(one, phones))


async def ett_mote(leder: Leder, antall: int) -> tuple[list[float], list[float]]:
    """A new meeting in which all listen, and answer the first round at once; then the leader goes on.

    The seconds each waited to be told that the answer is kept, and to be told of the next step.
    """
    kode = await asyncio.to_thread(leder.nytt_mote, SAK)
    phones = await telefoner(leder.tjener, kode, antall)
    await asyncio.to_thread(leder.flytt, RUNDE1)
    before = leder.tjener.stempel(kode)
    lines = [asyncio.create_task(_horer(phone, before)) for phone in phones]
    waited = await svar_samtidig(phones, RUNDE1)
    start = time.perf_counter()
    await asyncio.to_thread(leder.flytt, SNAKK)
    return waited, [heard - start for heard in await asyncio.gather(*lines)]


async def mange_moter(leder: Leder, moter: int, hver: int) -> tuple[list[str], list[float]]:
    """So many new meetings, in which all answer the first round at once; their codes, and the seconds each waited."""
    codes = []
    for _ in range(moter):
        codes.append(await asyncio.to_thread(leder.nytt_mote, SAK))
        await asyncio.to_thread(leder.flytt, RUNDE1)
    rooms = await asyncio.gather(*(telefoner(leder.tjener, kode, hver) for kode in codes))
    return codes, await svar_samtidig([phone for phones in rooms for phone in phones], RUNDE1)


async def _horer(phone: Telefon, before: str) -> float:
    """Listens until the meeting is no longer as before; when that was."""
    async for news in phone.nyheter():
        if news["stempel"] != before:
            return time.perf_counter()
    raise AssertionError("the line broke")


def malt(seconds: Sequence[float]) -> str:
    """p50 and p99, in words."""
    ordered = sorted(seconds)
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.99))
    return f"p50 {1000 * p50:5.0f} ms   p99 {1000 * p99:5.0f} ms   ({len(ordered)})"
