"""Those who take part, and the projector: into the meeting by its code, an answer at a time, and news as they come."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from generator.live import vakt
from generator.live.dor import DELTAKER, Dor, html, made_of, to
from generator.live.handlinger import en, stemme, tall
from generator.live.hendelser import Kom, Stemte
from generator.live.rom import Rom
from generator.live.skjerm import spaced, status

PULSE = 15
"""Seconds between signs of life to a screen that waits."""
CALM = 0.25
"""Seconds at least between two pieces of news to the same screen."""


class Deltakere:
    """The pages of those who take part."""

    def __init__(self, dor: Dor) -> None:
        self.dor = dor
        self.get = {
            "/m": self.inn,
            "/m/{kode}": self.telefon,
            "/m/{kode}/nytt": self.nytt,
            "/m/{kode}/lerret": self.lerret,
        }
        self.post = {"/m": self.kode, "/m/{kode}/med": self.med, "/m/{kode}/svar": self.svar}

    async def inn(self, request: Request) -> Response:
        return self.dor.page("inn.html.j2", feil="", kode="", skrevet="")

    async def kode(self, request: Request) -> Response:
        """Somebody wrote a code: into the meeting, or told that there is none."""
        given = en(await self.dor.form(request), "kode")
        try:
            rom = await self.dor.guess(request, "".join(letter for letter in given.upper() if letter.isalnum()))
        except HTTPException as wrong:
            if wrong.status_code != 404:
                raise
            return self.dor.page(
                "inn.html.j2", feil=self.dor.t["live"]["feil_kode"], kode="", skrevet=given, status=404
            )
        return await self._join(request, rom)

    async def med(self, request: Request) -> Response:
        await self.dor.form(request)
        return await self._join(request, await self.dor.rom(request))

    async def _join(self, request: Request, rom: Rom) -> Response:
        """Whoever has been here before is the same again; nothing of a person is kept but what lies in the phone."""
        token = self.dor.token(request) or secrets.token_urlsafe(16)
        await self.dor.huset.skje(rom, Kom(deltaker=made_of(token, rom)))
        return self.dor.remember(to(f"/m/{rom.kode}"), DELTAKER, self.dor.signed(token))

    async def telefon(self, request: Request) -> Response:
        rom = await self.dor.rom(request)
        who = self.dor.deltaker(request, rom)
        if who not in rom.mote.deltakere:
            return self.dor.page("inn.html.j2", feil="", kode=spaced(rom.kode), rakode=rom.kode)
        return html(self.dor.skjermer.telefon(rom, who))

    async def svar(self, request: Request) -> Response:
        """An answer: told as kept when it is on disk, and only then."""
        rom = await self.dor.rom(request)
        fields = await self.dor.form(request)
        vote = Stemte(deltaker=self.dor.deltaker(request, rom), nr=tall(fields, "nr"), stemme=stemme(fields))
        mote = await self.dor.huset.skje(rom, vote)
        return self.dor.done(request, rom, lagret=True, **status(mote))

    async def lerret(self, request: Request) -> Response:
        return html(self.dor.skjermer.lerret(await self.dor.rom(request)))

    async def nytt(self, request: Request) -> Response:
        """News of the meeting for as long as the screen listens: the step, and how many; never an answer."""
        rom = await self.dor.rom(request)
        headers = {"X-Accel-Buffering": "no"}
        return vakt.guarded(StreamingResponse(_news(rom), media_type="text/event-stream", headers=headers))


async def _news(rom: Rom) -> AsyncIterator[str]:
    told = None
    while True:
        changed, news = rom.nytt, status(rom.mote)
        if news != told:
            told = news
            yield f"data: {json.dumps(news | {'na': time.time()})}\n\n"
            await asyncio.sleep(CALM)
        try:
            async with asyncio.timeout(PULSE):
                await changed.wait()
        except TimeoutError:
            rom.ses()
            yield ": \n\n"
