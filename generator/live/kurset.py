"""The built course beside the meetings. While a meeting is open, its cases are shown without their key."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from generator.live.skjerm import Skjermer
from generator.live.vakt import FRESH, site_policy

ARTICLE = re.compile(rb"(<article\b[^>]*>).*?(</article>)", re.DOTALL)
DECIDES = re.compile(rb'<p class="liten gren__saker".*?</p>', re.DOTALL)
"""On the page of a step: which cases a rule decides."""


class Kurset:
    """The site in `folder`, as `kurs bygg` made it of the course that `skjermer` shows."""

    def __init__(self, folder: Path, skjermer: Skjermer) -> None:
        self.skjermer = skjermer
        self.files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}

    def finn(self, asked: str) -> str:
        """The name of the file that answers to a path. Raises HTTPException (404)."""
        for name in (asked, f"{asked}/index.html".replace("//", "/").removeprefix("/")):
            if name in self.files:
                return name
        raise HTTPException(404)

    def side(self, name: str, pa_bordet: Collection[str]) -> Response:
        """The page in this file; `pa_bordet` are the cases whose key is kept back."""
        page = self.files[name].read_bytes()
        kind, _, id = name.removesuffix("/index.html").partition("/")
        if kind == "saker" and id in pa_bordet:
            page = _replaced(page, self.skjermer.uten_fasit(id))
        elif self._tells(kind, id, pa_bordet):
            page = _replaced(page, self.skjermer.side("pa_bordet.html.j2"))
        elif kind == "regler" and pa_bordet:
            page = DECIDES.sub(b"", page)
        headers = {**FRESH, "Content-Security-Policy": site_policy(page)}
        return Response(page, media_type="text/html", headers=headers)

    def _tells(self, kind: str, id: str, pa_bordet: Collection[str]) -> bool:
        """Whether a page that is not a case's own tells what one of these cases comes to."""
        if kind == "tvillinger":
            return not {*id.split("--")}.isdisjoint(pa_bordet)
        texts = (one for one in self.skjermer.course.lesestoff if one.navn == "/".join(filter(None, (kind, id))))
        return any(ask.word == "fasit" and {*ask.about} & {*pa_bordet} for text in texts for ask, _ in text.asks())


def _replaced(page: bytes, article: str) -> bytes:
    """The page with another article in its frame. A page that has none is not handed out."""
    page, count = ARTICLE.subn(lambda found: found[1] + article.encode() + found[2], page)
    if not count:
        raise HTTPException(404)
    return page
