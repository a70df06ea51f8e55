"""The door: who it is that asks, which meeting it is about, and how one is answered when it goes wrong."""

from __future__ import annotations

import hashlib
import hmac
import sys
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from generator.live import vakt
from generator.live.meeting import Avvist
from generator.live.rom import Huset, Rom
from generator.live.skjerm import Skjermer
from generator.live.store import Store, Ulagret

DELTAKER, LEDER = "enhetlig-deltaker", "enhetlig-leder"
"""The cookies of those who take part, and of those who lead."""
DAY = 24 * 3600
REFUSED = {"ikke_med": 403, "svar": 422, "trinn": 422}
"""The answer to what a meeting refuses; for all else 409, it came at the wrong time."""


class NotLeading(HTTPException):
    """Only a leader may do this."""

    def __init__(self) -> None:
        super().__init__(403)


class Dor:
    """What all pages of the meetings in `store` share; `adresse` is what others type in front of /m."""

    def __init__(self, store: Store, skjermer: Skjermer, adresse: str) -> None:
        self.huset, self.skjermer, self.adresse, self.t = Huset(store), skjermer, adresse, skjermer.t
        self.hemmelig = store.hemmelig()
        self.sperre = vakt.Sperre(hver=50, alle=100)

    # Who asks, and for what.

    async def rom(self, request: Request) -> Rom:
        """The meeting that the address names. Raises HTTPException as `guess` does."""
        return await self.guess(request, request.path_params["kode"])

    async def guess(self, request: Request, code: str) -> Rom:
        """The meeting with this code.

        Raises:
            HTTPException: 404 there is none, 429 there were too many wrong codes; who is in it already goes free.
        """
        leads = self.leads(request)
        if not leads and not self.token(request):
            self.may_guess(request)
        rom = await self.huset.finn(code)
        if not leads and not (rom and self.deltaker(request, rom) in rom.mote.deltakere):
            self.may_guess(request)  # the same whether it is right or wrong, also for those who came at once
        if rom is None:
            self.missed(request)
            raise HTTPException(404)
        return rom

    def may_guess(self, request: Request) -> None:
        """Raises HTTPException (429) where there were too many wrong guesses."""
        if self.sperre.stengt(_address(request)):
            raise HTTPException(429, headers={"Retry-After": "60"})

    def missed(self, request: Request) -> None:
        self.sperre.bom(_address(request))

    def deltaker(self, request: Request, rom: Rom) -> str:
        """Who asks, in this meeting; nobody can be followed from one meeting to another."""
        return made_of(self.token(request), rom)

    def token(self, request: Request) -> str:
        """What we have given the phone that asks; nothing where that is not of our making."""
        token = request.cookies.get(DELTAKER, "").partition(".")[0]
        return token if token and _same(self.signed(token), request.cookies[DELTAKER]) else ""

    def signed(self, token: str) -> str:
        return f"{token}.{self._made('deltaker', token)[:20]}"

    def _made(self, *words: str) -> str:
        """What only one who knows the secret can make of these words."""
        return hmac.digest(self.hemmelig.encode(), ":".join(words).encode(), "sha256").hex()

    @property
    def mark(self) -> str:
        """What lies in a leader's browser: made of the secret, and not the secret itself."""
        return self._made("leder")

    def leads(self, request: Request) -> bool:
        return _same(request.cookies.get(LEDER, ""), self.mark)

    def is_secret(self, given: str) -> bool:
        return _same(given, self.hemmelig)

    def must_lead(self, request: Request) -> None:
        """Raises NotLeading."""
        if not self.leads(request):
            raise NotLeading

    async def form(self, request: Request) -> dict[str, list[str]]:
        """The fields that one of our pages sent. Raises HTTPException as `vakt.form` does."""
        return await vakt.form(request, self.adresse)

    # What is answered.

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        return html(self.skjermer.side(template, **context), status)

    def done(self, request: Request, rom: Rom, screen: str = "", **said: Any) -> Response:
        """To a script what was done; to a form the screen it came from."""
        if _wants_json(request):
            return vakt.guarded(JSONResponse(said))
        return to(f"/m/{rom.kode}{screen}")

    def remember(self, response: Response, name: str, value: str) -> Response:
        secure = urlsplit(self.adresse).scheme == "https"
        response.set_cookie(name, value, max_age=DAY, path="/m", secure=secure, httponly=True, samesite="lax")
        return response

    # What went wrong.

    @property
    def failures(self) -> dict[Any, Any]:
        """What goes wrong -> who says so."""
        found: dict[Any, Any] = {HTTPException: self._failed, 500: self._failed, NotLeading: self._not_leading}
        return found | {Avvist: self._refused, Ulagret: self._unkept, ValidationError: self._unfit}

    async def _failed(self, request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return self._sorry(request, error.status_code, headers=error.headers)
        return self._sorry(request, 500)

    async def _not_leading(self, request: Request, _: NotLeading) -> Response:
        return self._sorry(request, 403, self.t["live"]["leder"]["bare_leder"])

    async def _refused(self, request: Request, error: Avvist) -> Response:
        return self._sorry(request, REFUSED.get(error.grunn, 409), self.t["live"]["avvist"][error.grunn])

    async def _unkept(self, request: Request, error: Ulagret) -> Response:
        with suppress(OSError):  # a log on the same disk is as full
            print(f"Enhetlig: {error}", file=sys.stderr, flush=True)
        return self._sorry(request, 507)

    async def _unfit(self, request: Request, _: ValidationError) -> Response:
        return self._sorry(request, 422)

    def _sorry(self, request: Request, status: int, said: str = "", headers: Any = None) -> Response:
        words = self.t["live"]["feil"]
        said = said or words.get(str(status), words["400" if status < 500 else "500"])
        if _wants_json(request):
            return vakt.guarded(JSONResponse({"feil": said}, status, headers))
        response = self.page("feil.html.j2", feil=said, status=status)
        response.headers.update(headers or {})
        return response


def made_of(token: str, rom: Rom) -> str:
    """The participant that a phone with this token is in the meeting."""
    return hashlib.sha256(f"{rom.id}:{token}".encode()).hexdigest()[:20]


def _same(one: str, other: str) -> bool:
    """Compares without telling by its time how much is alike."""
    return hmac.compare_digest(one.encode(), other.encode())


def html(page: str, status: int = 200) -> Response:
    return vakt.guarded(HTMLResponse(page, status))


def to(address: str) -> Response:
    return vakt.guarded(RedirectResponse(address, 303))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
