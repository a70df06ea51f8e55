"""The guard at the door: who may ask for what, how much, how often, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

MOST_BYTES = 16_384
"""The longest a request's body may be."""
MOST_FIELDS = 60
SLOWEST = 20
"""Seconds that one may take to send it."""
FORM = "application/x-www-form-urlencoded"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the pages of a meeting: nothing from elsewhere, nothing within the page that could run."""
SITE_POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
"""For the pages of the course: the theme's own small scripts by what they say, and no others."""
SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

FRESH = {**HEADERS, "Cache-Control": "no-cache"}
"""For the files of the course and of the screens: asked for again each time, and sent only if they have changed."""


def guarded(response: Response) -> Response:
    """A page of a meeting, with what a browser must know; never kept by anyone on the way."""
    response.headers.update({"Content-Security-Policy": POLICY, "Cache-Control": "no-store", **HEADERS})
    return response


def site_policy(page: bytes) -> str:
    """The policy for a page of the course: its own scripts may run, by their hashes.

    >>> "sha256-" in site_policy(b"<script>go()</script>"), "sha256-" in site_policy(b"<script src='a.js'></script>")
    (True, False)
    """
    hashes = (base64.b64encode(hashlib.sha256(found[1]).digest()).decode() for found in SCRIPT.finditer(page))
    return SITE_POLICY.format(scripts="".join(f" 'sha256-{one}'" for one in dict.fromkeys(hashes)))


async def form(request: Request, adresse: str) -> dict[str, list[str]]:
    """The fields of a form that one of our own pages sent.

    Raises:
        HTTPException: 403 it came from elsewhere, 415 it is no form, 413 it is too long, 408 it is too slow, 400 it
            cannot be read.
    """
    if not is_own(request.headers, adresse):
        raise HTTPException(403)
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise HTTPException(415)
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    try:
        return parse_qs(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


def is_own(headers: Headers, adresse: str) -> bool:
    """Whether the request comes from a page of ours: of the host that was asked, or of the address we are known by."""
    try:
        origin = urlsplit(headers.get("origin", ""))
    except ValueError:
        return False
    return bool(origin.netloc) and origin.netloc in (headers.get("host"), urlsplit(adresse).netloc)


class Sperre:
    """Stops those who try their way: so many wrong guesses a minute from one address, and so many in all.

    Addresses are held in memory for that minute, and nowhere else.
    """

    def __init__(self, hver: int, alle: int, clock: Callable[[], float] = time.monotonic, sekunder: float = 60) -> None:
        self.hver, self.alle, self.sekunder, self._clock = hver, alle, sekunder, clock
        self._misses: deque[tuple[float, str]] = deque()

    def bom(self, adresse: str) -> None:
        """Notes a wrong guess."""
        self._misses.append((self._clock(), adresse))

    def stengt(self, adresse: str) -> bool:
        """Whether this address has to wait, even if it should guess right.

        >>> sperre = Sperre(hver=2, alle=3, clock=lambda: 0.0)
        >>> sperre.bom("a"); sperre.bom("a"); sperre.stengt("a"), sperre.stengt("b")
        (True, False)
        >>> sperre.bom("b"); sperre.stengt("c")
        True
        """
        while self._misses and self._misses[0][0] <= self._clock() - self.sekunder:
            self._misses.popleft()
        own = sum(one == adresse for _, one in self._misses)
        return own >= self.hver or len(self._misses) >= self.alle
