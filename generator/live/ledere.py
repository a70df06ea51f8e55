"""Those who lead: in by the secret, a meeting at a time, and what is taken out of it afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from generator.live import referat, uttrekk, vakt
from generator.live.dor import LEDER, Dor, html, to
from generator.live.handlinger import en, ledet
from generator.live.oversikt import oversikt
from generator.live.rom import Rom
from generator.live.skjerm import spaced


class Ledere:
    """The pages of those who lead."""

    def __init__(self, dor: Dor) -> None:
        self.dor, self.t, self.course = dor, dor.t, dor.skjermer.course
        self.get = {
            "/m/leder": self.ledere,
            "/m/oversikt": self.oversikt,
            "/m/lesninger.json": self.lesninger,
            "/m/{kode}/leder": self.leder,
            "/m/{kode}/referat": self.referat,
            "/m/{kode}/referat.md": self.markdown,
            "/m/{kode}/data.csv": self.csv,
            "/m/{kode}/data.json": self.data,
        }
        self.post = {"/m/leder": self.logg_inn, "/m/ny": self.ny, "/m/{kode}/leder": self.led}

    async def ledere(self, request: Request) -> Response:
        if not self.dor.leads(request):
            return self.dor.page("ledere.html.j2", feil="", er_leder=False)
        meetings = [(rom.kode, spaced(rom.kode), _name(rom), _hour(rom)) for rom in await self.dor.huset.apne()]
        return self.dor.page("ledere.html.j2", feil="", er_leder=True, moter=meetings)

    async def logg_inn(self, request: Request) -> Response:
        fields = await self.dor.form(request)
        self.dor.may_guess(request)
        if not self.dor.is_secret(en(fields, "hemmelig")):
            self.dor.missed(request)
            said = self.t["live"]["leder"]["feil_hemmelig"]
            return self.dor.page("ledere.html.j2", feil=said, er_leder=False, status=403)
        return self.dor.remember(to("/m/leder"), LEDER, self.dor.mark)

    async def ny(self, request: Request) -> Response:
        await self.dor.form(request)
        self.dor.must_lead(request)
        return to(f"/m/{(await self.dor.huset.opprett()).kode}/leder")

    async def leder(self, request: Request) -> Response:
        rom = await self._led(request)
        earlier = () if rom.mote.plan else await self._last_measured()
        return html(self.dor.skjermer.leder(rom, earlier))

    async def led(self, request: Request) -> Response:
        """The leader does something with the meeting."""
        fields = await self.dor.form(request)
        rom = await self._led(request)
        await self.dor.huset.skje(rom, ledet(self.course, self.t, rom.mote, fields))
        return self.dor.done(request, rom, "/leder")

    # What is taken out.

    async def referat(self, request: Request) -> Response:
        rom = await self._led(request)
        minutes = referat.referat(rom.mote, _day(rom), self.t, self.course.regelbok)
        return self.dor.page("referat.html.j2", tittel=self.t["referat"]["tittel"], r=minutes)

    async def markdown(self, request: Request) -> Response:
        rom = await self._led(request)
        text = referat.markdown(rom.mote, _day(rom), self.t, self.course.regelbok)
        return _file(text, "text/markdown", f"fagmote-{_day(rom)}.md")

    async def csv(self, request: Request) -> Response:
        rom = await self._led(request)
        return _file(uttrekk.csv(rom.mote), "text/csv", f"fagmote-{_day(rom)}.csv")

    async def data(self, request: Request) -> Response:
        rom = await self._led(request)
        return _json(uttrekk.data(rom.mote), f"fagmote-{_day(rom)}.json")

    async def oversikt(self, request: Request) -> Response:
        """What the teams have let the office see."""
        self.dor.must_lead(request)
        meetings = [(datetime.fromtimestamp(made), mote) for made, mote in await self.dor.huset.arkiv()]
        shown = oversikt(meetings, date.today(), self.t, self.course.regelbok)
        return self.dor.page("oversikt.html.j2", tittel=self.t["oversikt"]["tittel"], o=shown)

    async def lesninger(self, request: Request) -> Response:
        """How cases were read, for the case bank."""
        self.dor.must_lead(request)
        meetings = [mote for _, mote in await self.dor.huset.arkiv() if mote.er_over]
        return _json(uttrekk.lesninger(meetings), "lesninger.json")

    async def _led(self, request: Request) -> Rom:
        """The meeting, for a leader only. Raises NotLeading, or HTTPException as `Dor.guess` does."""
        self.dor.must_lead(request)
        return await self.dor.rom(request)

    async def _last_measured(self) -> tuple[str, ...]:
        """The anchor cases of the last measurement; none if there was none, or the course no longer has them."""
        for _, mote in reversed(await self.dor.huset.arkiv()):
            steps = mote.plan
            if steps and steps[0].trinn == "maling":
                cases = tuple(step.sak for step in steps if step.sak)
                return cases if all(case in self.course.by_id for case in cases) else ()
        return ()


def _name(rom: Rom) -> str:
    """What the meeting is about; nothing where that is not chosen yet."""
    cases = dict.fromkeys(step.sak for step in rom.mote.plan if step.sak)
    return ", ".join(rom.mote.skjema[case].tittel for case in cases)


def _hour(rom: Rom) -> str:
    return datetime.fromtimestamp(rom.laget).strftime("%H.%M")


def _day(rom: Rom) -> date:
    return date.fromtimestamp(rom.laget)


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return vakt.guarded(Response(text.encode(), media_type=f"{kind}; charset=utf-8", headers=headers))


def _json(data: Mapping[str, Any], name: str) -> Response:
    return _file(json.dumps(data, ensure_ascii=False, indent=1), "application/json", name)
