"""The built course beside the meetings. While a meeting is open, its cases are shown without their key."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from generator.live.skjerm import Skjermer
from generator.live.vakt import HEADERS, site_policy

ARTICLE = re.compile(rb"(<article\b[^>]*>).*?(</article>)", re.DOTALL)
SAK = re.compile(rb"<kurs-sak\b.*?</kurs-sak>", re.DOTALL)


class Kurset:
    """The site in `folder`, as `kurs bygg` made it of the course that `skjermer` shows."""

    def __init__(self, folder: Path, skjermer: Skjermer) -> None:
        self.folder, self.skjermer = folder.resolve(), skjermer

    def fil(self, asked: str) -> Path:
        """The file that answers to a path, never one outside the folder. Raises HTTPException (404)."""
        try:
            path = (self.folder / asked).resolve()
            path = path / "index.html" if path.is_dir() else path
            if not asked.startswith("/") and path.is_relative_to(self.folder) and path.is_file():
                return path
        except (ValueError, OSError):
            pass  # a name that no file can have
        raise HTTPException(404)

    def side(self, path: Path, pa_bordet: Collection[str]) -> Response:
        """A page; `pa_bordet` are the cases whose key is kept back."""
        page = path.read_bytes()
        name = path.relative_to(self.folder).as_posix().removesuffix("/index.html")
        kind, _, id = name.partition("/")
        if kind == "saker" and id in pa_bordet:
            shown = self.skjermer.uten_fasit(id).encode()
            page = SAK.sub(lambda _: shown, page)
        elif self._tells(name, pa_bordet):
            notice = self.skjermer.side("pa_bordet.html.j2").encode()
            page = ARTICLE.sub(lambda found: found[1] + notice + found[2], page)
        headers = {**HEADERS, "Content-Security-Policy": site_policy(page), "Cache-Control": "no-cache"}
        return Response(page, media_type="text/html", headers=headers)

    def _tells(self, name: str, pa_bordet: Collection[str]) -> bool:
        """Whether a page that is not a case's own tells what one of these cases comes to."""
        kind, _, rest = name.partition("/")
        if kind == "tvillinger":
            return not {*rest.split("--")}.isdisjoint(pa_bordet)
        texts = (one for one in self.skjermer.course.lesestoff if one.navn == name)
        return any(ask.word == "fasit" and {*ask.about} & {*pa_bordet} for text in texts for ask, _ in text.asks())
