"""Meetings over HTTP, with the course beside them: which page answers to which address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.course import Course
from generator.live import vakt
from generator.live.deltakere import Deltakere
from generator.live.dor import Dor
from generator.live.kurset import Kurset
from generator.live.ledere import Ledere
from generator.live.skjerm import Skjermer
from generator.live.store import Store
from generator.pages.side import STATIC
from generator.view.sprak import tekster

FILES = {path.name: path for path in (Path(__file__).parent / "static").iterdir()}
FILES |= {name: STATIC / name for name in ("enhetlig.css", "tekst.js")}


class Server:
    """The course with its built `site`, and the meetings in `store`; `adresse` is what others type in front of /m."""

    def __init__(self, course: Course, site: Path, store: Store, adresse: str, malform: str = "nb") -> None:
        skjermer = Skjermer(course, tekster(malform), adresse)
        self.dor, self.kurset = Dor(store, skjermer, adresse), Kurset(site, skjermer)
        self.app = Starlette(routes=[*self._routes()], lifespan=self._lifespan, exception_handlers=self.dor.failures)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self.dor.huset.apent():
            yield

    def _routes(self) -> Iterator[Route]:
        """What has a name of its own goes before what is named by a code."""
        leading, taking_part = Ledere(self.dor), Deltakere(self.dor)
        yield Route("/m/fil/{navn}", self.fil, methods=["GET"])
        for pages in (leading, taking_part):
            for path, handler in pages.get.items():
                yield Route(path, handler, methods=["GET"])
            for path, handler in pages.post.items():
                yield Route(path, handler, methods=["POST"])
        yield Route("/{sti:path}", self.kurs, methods=["GET"])

    async def fil(self, request: Request) -> Response:
        path = FILES.get(request.path_params["navn"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, headers=vakt.FRESH)

    async def kurs(self, request: Request) -> Response:
        """A page or a file of the course."""
        asked = request.path_params["sti"]
        name = self.kurset.finn(asked)
        if asked and name == f"{asked}/index.html":
            return RedirectResponse(f"/{asked}/", 308)
        if not name.endswith(".html"):
            return FileResponse(self.kurset.files[name], headers=vakt.FRESH)
        meetings = await self.dor.huset.apne()
        return self.kurset.side(name, {sak for rom in meetings for sak in rom.mote.skjema})
