"""What a draft asks its author to write, field by field."""

from __future__ import annotations

from generator.checks.unfinished import WRITE

HISTORIE = f"""\
{WRITE} Hvem er det, og hva har personen gjort før? Finn på et helt liv, med navn, alder og sted.

Hva skjer på kontoret i dag? La noen ha dårlig tid, og en god grunn til det.

Hva frister, og hva vet du ikke ennå? Stopp før svaret. Skriv 80 til 180 ord.
"""
DATO = f"{WRITE} datoen"
KORT = f"{WRITE} det som står her. Det skal vise faktaene under, og ikke trekke slutninger."
HENT = f"{WRITE} hva det tar å hente kortet."
FORDI = f"{WRITE} hva på kortene som viser dette, og hva en kollega kan mene."
RETT = f"{WRITE} hva i saken som gir dette svaret."
GALT = f"{WRITE} hva som taler for svaret, og hva det overser."
HENTET = f"{WRITE} hva som manglet, og hva som nå er kjent."
KOSTER = f"{WRITE} hva svaret kan koste personen."
DROFTING = (f"{WRITE} hva gruppen skal snakke om.", f"{WRITE} hvordan det er hos dere.")

FELT = {
    "historie": HISTORIE,
    "dato": DATO,
    "tekst": KORT,
    "hent": HENT,
    "fordi": FORDI,
    "tilbakemelding": GALT,
    "koster": KOSTER,
    "modell": f"{WRITE} to setninger til personen, slik du selv ville sagt det.",
}
VALGTEKST = f"{WRITE} hva du gjør."
SPORSMALSTEKST = f"{WRITE} spørsmålet."
