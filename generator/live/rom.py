"""The meetings that are going on, as this process knows them: one writer for all, and news for those who wait.

Whatever waits to be written is written together, so that three hundred answers at once cost few trips to the disk.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from generator.live.hendelser import Hendelse
from generator.live.meeting import Avvist, Mote
from generator.live.store import Ordre, Store, Svar, Ulagret

OPEN_FOR = 12 * 3600
"""Seconds without any event after which a meeting that nobody ended is no longer going on."""
FORGET_AFTER = 3600
"""Seconds after which a meeting that nobody looks at is no longer held in memory."""


@dataclass
class Rom:
    """A meeting, and those who wait for news of it."""

    id: str
    kode: str
    mote: Mote = field(default_factory=Mote)
    laget: float = field(default_factory=time.time)
    """When it was made, in seconds since 1970."""
    sett: float = 0.0
    """When somebody last asked for it."""
    nytt: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the meeting has changed; then a new one takes its place."""

    def ses(self) -> None:
        """Somebody looks at it."""
        self.sett = time.monotonic()

    def take(self, mote: Mote) -> None:
        """The meeting as it is now, unless a later one is known."""
        if mote.versjon > self.mote.versjon:
            self.mote = mote
            self.nytt.set()
            self.nytt = asyncio.Event()


class Huset:
    """All meetings. Used within `apent`, from one event loop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rom: dict[str, Rom] = {}
        self._reading = asyncio.Lock()
        self._waiting: asyncio.Queue[tuple[Ordre, asyncio.Future[Svar]]] = asyncio.Queue()

    @asynccontextmanager
    async def apent(self) -> AsyncIterator[None]:
        """Writes what is asked for, and listens to other processes, as long as the block lasts."""
        loop = asyncio.get_running_loop()
        jobs: set[asyncio.Task[None]] = set()

        def told(id: str | None) -> None:
            job = asyncio.ensure_future(self._catch_up(id))
            jobs.add(job)
            job.add_done_callback(jobs.discard)

        def heard(id: str | None) -> None:
            loop.call_soon_threadsafe(told, id)

        stop = self.store.lytt(heard)
        writer = asyncio.create_task(self._write())
        try:
            yield
        finally:
            stop()
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer

    async def opprett(self) -> Rom:
        """A new meeting. Raises Ulagret."""
        id, code = await asyncio.to_thread(self.store.opprett)
        return self._keep(Rom(id, code))

    async def finn(self, kode: str) -> Rom | None:
        """The meeting with this code, in capitals or not, if there is one."""
        kode = kode.upper()
        for rom in self._rom.values():
            if rom.kode == kode:
                rom.ses()
                return rom
        found = await asyncio.to_thread(self.store.finn, kode)
        if found is None:
            return None
        id, made = found
        async with self._reading:  # those who come at once after a restart read it once between them
            if id not in self._rom:
                self._keep(Rom(id, kode, await asyncio.to_thread(self.store.les, id), made))
                await self._catch_up(id)  # with what others wrote before it was known that it is held here
            return self._rom.get(id)

    async def apne(self) -> list[Rom]:
        """The meetings that are going on; the last made first."""
        rows = await asyncio.to_thread(self.store.moter, time.time() - OPEN_FOR)
        found = [await self.finn(code) for _, code, _ in rows]
        return [rom for rom in found if rom and not rom.mote.er_over]

    async def arkiv(self) -> list[tuple[float, Mote]]:
        """Every meeting that is kept, with when it was made; the oldest first."""
        return await asyncio.to_thread(self.store.arkiv)

    async def skje(self, rom: Rom, hendelse: Hendelse) -> Mote:
        """Lets it happen; when this returns, it is on disk.

        Raises:
            Avvist: it does not count.
            Ulagret: it could not be written.
        """
        done: asyncio.Future[Svar] = asyncio.get_running_loop().create_future()
        await self._waiting.put((Ordre(rom.id, hendelse, rom.mote), done))
        answer = await done
        if isinstance(answer, Avvist):
            raise answer
        return answer

    async def _write(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            try:
                answers = await asyncio.to_thread(self.store.skriv, [ordre for ordre, _ in batch])
            except Exception as error:  # whatever it is, those who wait are told, and the next are written
                for _, done in batch:
                    if not done.done():
                        done.set_exception(Ulagret(str(error)))
                continue
            for (ordre, done), answer in zip(batch, answers, strict=True):
                rom = self._rom.get(ordre.mote_id)
                if rom and isinstance(answer, Mote):
                    rom.take(answer)
                if not done.done():
                    done.set_result(answer)

    async def _catch_up(self, id: str | None) -> None:
        """Reads what others wrote: in this meeting, or in all that are held."""
        for rom in [self._rom[id]] if id in self._rom else [*self._rom.values()] if id is None else []:
            with suppress(Ulagret):  # when the line is there again, all are read
                rom.take(await asyncio.to_thread(self.store.les, rom.id, rom.mote))

    def _keep(self, rom: Rom) -> Rom:
        now = time.monotonic()
        for old in [one for one in self._rom.values() if one.sett < now - FORGET_AFTER]:
            del self._rom[old.id]
        rom.ses()
        return self._rom.setdefault(rom.id, rom)
