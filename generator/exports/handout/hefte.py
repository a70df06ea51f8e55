"""PDFs as Typst writes them, stapled into one: a thousand cases in one go would take gigabytes.

It reads no other PDFs than Typst's: plain objects, a plain table of where they stand, one flat list of pages, one
outline, and one tree of tags. The pages, the outlines and the tags become one each.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import BinaryIO

CATALOG, PAGES, OUTLINES, TAGS, FREE = 1, 2, 3, 4, 5
"""The numbers of the objects that there is one of, and the first that is free."""

_TOKEN = re.compile(rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|(/StructParents? )(\d+)|(\d+) 0 R", re.DOTALL)
"""A text in brackets, in which nothing is anything else; the key of what is marked on a page; a reference."""
_CELL = re.compile(rb"\(U(\d+x\d+y\d+)\)")
"""What the tags call a cell of a table."""

Objects = dict[int, bytes]


class Hefte:
    """One PDF of several, written to `out` part by part."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at, self._hash = out, 0, sha256()
        self._places: dict[int, int] = {}
        self._free = FREE
        self._pages: list[bytes] = []
        self._documents: list[bytes] = []
        self._marked: list[bytes] = []
        """What the keys of marked content lead to, in their order."""
        self._cells: list[tuple[bytes, bytes]] = []
        self._roles: dict[bytes, bytes] = {}
        self._first, self._headings = b"", 0
        self._last: tuple[int, bytes] | None = None
        """The last heading so far, which waits for the one that comes after it."""
        self._about = self._lang = b""
        self._put(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n")

    @property
    def pages(self) -> int:
        """How many there are so far."""
        return len(self._pages)

    def blank(self, before: int) -> None:
        """An empty page, as large as the others, before the page with this index."""
        self._pages.insert(before, b"%d 0 R" % self._free)
        self._object(self._free, b"<</Type/Page/Parent %d 0 R/Resources<<>>>>" % PAGES)
        self._free += 1

    def add(self, pdf: bytes, before: int) -> None:
        """All pages of `pdf`, before the page with this index."""
        objects, root, info = _read(pdf)
        pages, outlines, tags, metadata = (
            _at(objects[root], name) for name in (b"Pages", b"Outlines", b"StructTreeRoot", b"Metadata")
        )
        moved = {pages: PAGES, outlines: OUTLINES, tags: TAGS}
        own = [old for old in objects if old not in (root, info, metadata, *moved)]
        moved |= {old: number for number, old in enumerate(own, self._free)}
        self._free += len(own)
        move = _Mover(moved, cells=b"(U%dp" % len(self._documents), keys=len(self._marked))
        content = {moved[old]: move(objects[old]) for old in own}
        self._pages[before:before] = _refs(_list(move(objects[pages]), b"Kids"))
        self._add_tags(move(objects[tags]), is_first=before == 0)
        self._add_headings(move(objects.get(outlines, b"")), content)
        self._about, self._lang = objects[info], _found(rb"/Lang\([^)]*\)", objects[root])
        for number, said in content.items():
            self._object(number, said)

    def _add_tags(self, tree: bytes, is_first: bool) -> None:
        at = 0 if is_first else len(self._documents)
        self._documents[at:at] = _refs(_list(tree, b"K"))
        self._marked += re.findall(rb"\d+ (\d+ 0 R)", _list(tree, b"Nums"))
        self._cells += re.findall(rb"(\([^)]*\))(\d+ 0 R)", _list(tree, b"Names"))
        self._roles |= dict(re.findall(rb"/(\w+)/(\w+)", _found(rb"/RoleMap<<(.*?)>>", tree)))

    def _add_headings(self, outline: bytes, content: Objects) -> None:
        """Puts the part's headings after those before, with the last of them waiting."""
        if not outline:
            return
        first, last = _at(outline, b"First"), _at(outline, b"Last")
        if self._last:
            number, said = self._last
            self._object(number, _with(said, b"/Next %d 0 R" % first))
            content[first] = _with(content[first], b"/Prev %d 0 R" % number)
        else:
            self._first = b"%d 0 R" % first
        self._last = last, content.pop(last)
        self._headings += int(_found(rb"/Count (\d+)", outline))

    def close(self) -> None:
        """Writes what there is one of, and the table of where everything stands."""
        self._object(PAGES, b"<</Type/Pages/Count %d/MediaBox[0 0 595.2756 841.8898]/Kids[%s]>>" % (len(self._pages), b" ".join(self._pages)))
        last = b""
        if self._last:
            self._object(*self._last)
            last = b"%d 0 R" % self._last[0]
        self._object(OUTLINES, b"<</Type/Outlines/First %s/Last %s/Count %d>>" % (self._first, last, self._headings))
        marked = b" ".join(b"%d %s" % (key, ref) for key, ref in enumerate(self._marked))
        cells = b"".join(name + ref for name, ref in sorted(self._cells))
        roles = b"".join(b"/%s/%s" % pair for pair in sorted(self._roles.items()))
        self._object(
            TAGS,
            b"<</Type/StructTreeRoot/RoleMap<<%s>>/K[%s]/ParentTree<</Nums[%s]>>/IDTree<</Names[%s]>>/ParentTreeNextKey %d>>"
            % (roles, b" ".join(self._documents), marked, cells, len(self._marked)),
        )
        self._object(
            CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/StructTreeRoot %d 0 R%s/MarkInfo<</Marked true>>"
            b"/ViewerPreferences<</DisplayDocTitle true>>>>" % (PAGES, OUTLINES, TAGS, self._lang),
        )
        self._object(self._free, self._about)
        self._end(info=self._free)

    def _end(self, info: int) -> None:
        id = b64encode(self._hash.digest()[:16])
        start = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f\r\n" % (info + 1))
        for number in range(1, info + 1):
            self._put(b"%010d 00000 n\r\n" % self._places[number])
        self._put(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[(%s)(%s)]>>\n" % (info + 1, CATALOG, info, id, id))
        self._put(b"startxref\n%d\n%%%%EOF" % start)

    def _object(self, number: int, content: bytes) -> None:
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _put(self, content: bytes) -> None:
        self._out.write(content)
        self._hash.update(content)
        self._at += len(content)


class _Mover:
    """Gives the content of an object its new numbers: of objects, of the tags' keys and of tables' cells."""

    def __init__(self, moved: dict[int, int], cells: bytes, keys: int) -> None:
        self.moved, self.cells, self.keys = moved, cells, keys

    def __call__(self, content: bytes) -> bytes:
        head, stream, data = content.partition(b"\nstream\n")
        return _TOKEN.sub(self._one, head) + stream + data

    def _one(self, token: re.Match[bytes]) -> bytes:
        if token[3]:
            return b"%d 0 R" % self.moved[int(token[3])]
        if token[1]:
            return token[1] + b"%d" % (int(token[2]) + self.keys)
        return _CELL.sub(rb"%s\1)" % self.cells, token[0]) if _CELL.fullmatch(token[0]) else token[0]


def _read(pdf: bytes) -> tuple[Objects, int, int]:
    """The objects of a PDF by number, and the numbers of its root and of what is said about it."""
    end = pdf.rindex(b"trailer")
    table = int(_found(rb"startxref\s+(\d+)", pdf[end:]))
    places = [int(place) for place in re.findall(rb"(\d{10}) \d{5} n", pdf[table:end])]
    after = dict(zip(sorted(places), [*sorted(places)[1:], table], strict=True))
    objects = {}
    for number, place in enumerate(places, 1):
        content = pdf[place : after[place]]
        objects[number] = content[content.index(b"obj\n") + 4 : content.rindex(b"endobj")].rstrip(b"\n")
    return objects, _at(pdf[end:], b"Root"), _at(pdf[end:], b"Info")


def _at(content: bytes, name: bytes) -> int:
    """The number of the object that is called this; 0 where there is none."""
    return int(_found(rb"/%s (\d+) 0 R" % name, content) or 0)


def _list(content: bytes, name: bytes) -> bytes:
    return _found(rb"/%s\[([^]]*)\]" % name, content)


def _refs(content: bytes) -> list[bytes]:
    return re.findall(rb"\d+ 0 R", content)


def _with(content: bytes, more: bytes) -> bytes:
    """The dictionary with one entry more."""
    return content.removesuffix(b">>") + more + b">>"


def _found(pattern: bytes, content: bytes) -> bytes:
    """What the last group of the pattern, or all of it, finds; nothing where it is not there."""
    found = re.search(pattern, content, re.DOTALL)
    return found[found.re.groups] if found else b""
