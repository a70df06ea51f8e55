"""Meetings over HTTP: carries words back and forth between the screens and the rooms, and decides nothing itself."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.course import Course
from generator.live import vakt
from generator.live.handlinger import en, ledet, stemme, tall
from generator.live.hendelser import Kom, Stemte
from generator.live.kurset import Kurset
from generator.live.meeting import Avvist
from generator.live.rom import Huset, Rom
from generator.live.skjerm import Skjermer, spaced, status
from generator.live.store import Store, Ulagret
from generator.pages.side import STATIC
from generator.view.sprak import tekster

FILES = {path.name: path for path in (Path(__file__).parent / "static").iterdir()}
FILES |= {name: STATIC / name for name in ("enhetlig.css", "tekst.js")}
DELTAKER, LEDER = "enhetlig-deltaker", "enhetlig-leder"
DAY = 24 * 3600
PULSE = 15
"""Seconds between signs of life to a screen that waits."""
CALM = 0.25
"""Seconds at least between two pieces of news to the same screen."""
REFUSED = {"ikke_med": 403, "svar": 422, "trinn": 422}
"""The answer to what a meeting refuses; for all else 409, it came at the wrong time."""


class Server:
    """The course with its built `site`, and the meetings in `store`; `adresse` is what others type in front of /m."""

    def __init__(self, course: Course, site: Path, store: Store, adresse: str, malform: str = "nb") -> None:
        self.course, self.t, self.adresse = course, tekster(malform), adresse
        self.huset = Huset(store)
        self.skjermer = Skjermer(course, self.t, adresse)
        self.kurset = Kurset(site, self.skjermer)
        self.hemmelig = store.hemmelig()
        self.sperre = vakt.Sperre(hver=20, alle=100)
        failures: dict[Any, Any] = {HTTPException: self._failed, 500: self._failed}
        failures |= {Avvist: self._refused, Ulagret: self._unkept, ValidationError: self._unfit}
        self.app = Starlette(routes=[*self._routes()], lifespan=self._lifespan, exception_handlers=failures)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self.huset.apent():
            yield

    def _routes(self) -> Iterator[Route]:
        for path, handler in {
            "/m": self.inn,
            "/m/fil/{navn}": self.fil,
            "/m/leder": self.ledere,
            "/m/{kode}": self.telefon,
            "/m/{kode}/nytt": self.nytt,
            "/m/{kode}/lerret": self.lerret,
            "/m/{kode}/leder": self.leder,
        }.items():
            yield Route(path, handler, methods=["GET"])
        for path, handler in {
            "/m": self.kode,
            "/m/leder": self.logg_inn,
            "/m/ny": self.ny,
            "/m/{kode}/med": self.med,
            "/m/{kode}/svar": self.svar,
            "/m/{kode}/leder": self.led,
        }.items():
            yield Route(path, handler, methods=["POST"])
        yield Route("/{sti:path}", self.kurs, methods=["GET"])

    # Those who take part.

    async def inn(self, request: Request) -> Response:
        return self._page("inn.html.j2", feil="", kode="")

    async def kode(self, request: Request) -> Response:
        """Somebody wrote a code: into the meeting, or told that there is none."""
        given = en(await self._form(request), "kode").upper()
        code = "".join(letter for letter in given if letter.isalnum())
        try:
            rom = await self._guess(request, code)
        except HTTPException as wrong:
            if wrong.status_code != 404:
                raise
            return self._page("inn.html.j2", feil=self.t["live"]["feil_kode"], kode="", status=404)
        return await self._join(request, rom)

    async def med(self, request: Request) -> Response:
        await self._form(request)
        return await self._join(request, await self._rom(request))

    async def telefon(self, request: Request) -> Response:
        rom = await self._rom(request)
        who = deltaker(request, rom)
        if who not in rom.mote.deltakere:
            return self._page("inn.html.j2", feil="", kode=spaced(rom.kode), rakode=rom.kode)
        return vakt.guarded(HTMLResponse(self.skjermer.telefon(rom, who)))

    async def svar(self, request: Request) -> Response:
        """An answer: told as kept when it is on disk, and only then."""
        rom = await self._rom(request)
        fields = await self._form(request)
        vote = Stemte(deltaker=deltaker(request, rom), nr=tall(fields, "nr"), stemme=stemme(fields))
        mote = await self.huset.skje(rom, vote)
        return self._done(request, rom, lagret=True, **status(mote))

    async def lerret(self, request: Request) -> Response:
        return vakt.guarded(HTMLResponse(self.skjermer.lerret(await self._rom(request))))

    async def nytt(self, request: Request) -> Response:
        """News of the meeting for as long as the screen listens: the step, and how many; never an answer."""
        rom = await self._rom(request)
        headers = {"X-Accel-Buffering": "no"}
        return vakt.guarded(StreamingResponse(self._news(rom), media_type="text/event-stream", headers=headers))

    async def _news(self, rom: Rom) -> AsyncIterator[str]:
        told = ""
        while True:
            changed = rom.nytt
            news = json.dumps(status(rom.mote) | {"na": time.time()})
            if (kept := json.dumps(status(rom.mote))) != told:
                told = kept
                yield f"data: {news}\n\n"
                await asyncio.sleep(CALM)
            try:
                async with asyncio.timeout(PULSE):
                    await changed.wait()
            except TimeoutError:
                yield ": \n\n"

    async def _join(self, request: Request, rom: Rom) -> Response:
        """Whoever has been here before is the same again; nothing of a person is kept but what lies in the phone."""
        token = request.cookies.get(DELTAKER) or secrets.token_urlsafe(16)
        await self.huset.skje(rom, Kom(deltaker=made_of(token, rom)))
        response = RedirectResponse(f"/m/{rom.kode}", 303)
        self._remember(response, DELTAKER, token)
        return vakt.guarded(response)

    # Those who lead.

    async def ledere(self, request: Request) -> Response:
        if not self._leads(request):
            return self._page("ledere.html.j2", feil="", er_leder=False)
        rows = []
        for rom in await self.huset.apne():
            mote = rom.mote
            name = ", ".join(mote.skjema[sak].tittel for sak in dict.fromkeys(p.sak for p in mote.plan) if sak)
            made = datetime.fromtimestamp(rom.laget).strftime("%H.%M")
            rows.append((rom.kode, spaced(rom.kode), name, made))
        return self._page("ledere.html.j2", feil="", er_leder=True, moter=rows)

    async def logg_inn(self, request: Request) -> Response:
        fields = await self._form(request)
        self._may_guess(request)
        if not hmac.compare_digest(en(fields, "hemmelig").encode(), self.hemmelig.encode()):
            self.sperre.bom(address_of(request))
            said = self.t["live"]["leder"]["feil_hemmelig"]
            return self._page("ledere.html.j2", feil=said, er_leder=False, status=403)
        response = RedirectResponse("/m/leder", 303)
        self._remember(response, LEDER, self._mark)
        return vakt.guarded(response)

    async def ny(self, request: Request) -> Response:
        await self._form(request)
        self._must_lead(request)
        rom = await self.huset.opprett()
        return vakt.guarded(RedirectResponse(f"/m/{rom.kode}/leder", 303))

    async def leder(self, request: Request) -> Response:
        self._must_lead(request)
        rom = await self._rom(request)
        earlier = () if rom.mote.plan else await self._last_measured()
        return vakt.guarded(HTMLResponse(self.skjermer.leder(rom, earlier)))

    async def led(self, request: Request) -> Response:
        """The leader does something with the meeting."""
        fields = await self._form(request)
        self._must_lead(request)
        rom = await self._rom(request)
        await self.huset.skje(rom, ledet(self.course, self.t, rom.mote, fields))
        return self._done(request, rom, "/leder")

    async def _last_measured(self) -> tuple[str, ...]:
        """The anchor cases of the last measurement; none if there was none, or the course no longer has them."""
        for rom in await self.huset.alle(0):
            steps = rom.mote.plan
            if steps and steps[0].trinn == "maling":
                cases = tuple(step.sak for step in steps if step.sak)
                return cases if all(case in self.course.by_id for case in cases) else ()
        return ()

    # The course.

    async def fil(self, request: Request) -> Response:
        path = FILES.get(request.path_params["navn"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, headers={**vakt.HEADERS, "Cache-Control": "no-cache"})

    async def kurs(self, request: Request) -> Response:
        asked = request.path_params["sti"]
        path = self.kurset.fil(asked)
        if asked and path.name == "index.html" and not asked.endswith(("/", path.name)):
            return RedirectResponse(f"/{asked}/", 308)
        if path.suffix != ".html":
            return FileResponse(path, headers={**vakt.HEADERS, "Cache-Control": "no-cache"})
        meetings = await self.huset.apne()
        return self.kurset.side(path, {sak for rom in meetings for sak in rom.mote.skjema})

    # What they share.

    async def _rom(self, request: Request) -> Rom:
        return await self._guess(request, request.path_params["kode"])

    async def _guess(self, request: Request, code: str) -> Rom:
        """The meeting with this code. Raises HTTPException: 404 there is none, 429 there were too many wrong codes."""
        if not self._leads(request) and DELTAKER not in request.cookies:
            self._may_guess(request)
        rom = await self.huset.finn(code)
        if rom is None:
            self.sperre.bom(address_of(request))
            raise HTTPException(404)
        if deltaker(request, rom) not in rom.mote.deltakere and not self._leads(request):
            self._may_guess(request)
        return rom

    def _may_guess(self, request: Request) -> None:
        if self.sperre.stengt(address_of(request)):
            raise HTTPException(429, headers={"Retry-After": "60"})

    async def _form(self, request: Request) -> dict[str, list[str]]:
        return await vakt.form(request, self.adresse)

    @property
    def _mark(self) -> str:
        """What lies in a leader's browser: made of the secret, and not the secret itself."""
        return hashlib.sha256(f"leder:{self.hemmelig}".encode()).hexdigest()

    def _leads(self, request: Request) -> bool:
        return hmac.compare_digest(request.cookies.get(LEDER, "").encode(), self._mark.encode())

    def _must_lead(self, request: Request) -> None:
        if not self._leads(request):
            raise HTTPException(403, self.t["live"]["leder"]["bare_leder"])

    def _remember(self, response: Response, name: str, value: str) -> None:
        secure = urlsplit(self.adresse).scheme == "https"
        response.set_cookie(name, value, max_age=DAY, path="/m", secure=secure, httponly=True, samesite="lax")

    def _page(self, template: str, status: int = 200, **context: Any) -> Response:
        return vakt.guarded(HTMLResponse(self.skjermer.side(template, **context), status))

    def _done(self, request: Request, rom: Rom, screen: str = "", **said: Any) -> Response:
        """To a script what was done; to a form the screen it came from."""
        if wants_json(request):
            return vakt.guarded(JSONResponse(said))
        return vakt.guarded(RedirectResponse(f"/m/{rom.kode}{screen}", 303))

    # What went wrong.

    async def _failed(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = error.detail if isinstance(error, HTTPException) else ""
        ours = detail == self.t["live"]["leder"]["bare_leder"]
        headers = error.headers if isinstance(error, HTTPException) else None
        return self._sorry(request, status, detail if ours else self._said(status), headers)

    async def _refused(self, request: Request, error: Avvist) -> Response:
        return self._sorry(request, REFUSED.get(error.grunn, 409), self.t["live"]["avvist"][error.grunn])

    async def _unkept(self, request: Request, error: Ulagret) -> Response:
        print(f"Enhetlig: {error}", flush=True)
        return self._sorry(request, 507, self._said(507))

    async def _unfit(self, request: Request, error: ValidationError) -> Response:
        return self._sorry(request, 422, self._said(422))

    def _said(self, status: int) -> str:
        words = self.t["live"]["feil"]
        return str(words.get(str(status), words["400" if status < 500 else "500"]))

    def _sorry(self, request: Request, status: int, said: str, headers: Any = None) -> Response:
        if wants_json(request):
            return vakt.guarded(JSONResponse({"feil": said}, status, headers))
        response = self._page("feil.html.j2", feil=said, status=status)
        response.headers.update(headers or {})
        return response


def deltaker(request: Request, rom: Rom) -> str:
    """Who asks, in this meeting; nobody can be followed from one meeting to another."""
    return made_of(request.cookies.get(DELTAKER, ""), rom)


def made_of(token: str, rom: Rom) -> str:
    return hashlib.sha256(f"{rom.id}:{token}".encode()).hexdigest()[:20]


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
