"""A strict reader of what we use of QTI 2.1 and 3, and a small marker of its answers.

There is no schema of QTI 3 in the registries, nor one of 2.1. The grammar below is written off the specification by
hand: for each element its attributes (`?` where it may be left out), and its children as a regular expression over
their names. QTI 3 is read by the names of 2.1.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
SPACES = {
    "http://www.imsglobal.org/xsd/imsqti_v2p1": "2.1",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0": "3",
    "http://www.imsglobal.org/xsd/imscp_v1p1": "2.1",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1": "3",
}
NCNAME = re.compile(r"[A-Za-z_][\w.-]*")
INLINE = "(?:strong|em|code|a|br)"
BLOCK = "(?:p|h[1-6]|pre|ul|ol|blockquote|hr|div)"
FLOW = f"(?:{INLINE}|{BLOCK})"
EXPRESSION = "(?:variable|correct|mapResponse|baseValue|isNull|not|match|sum|testVariables)"
RULE = "(?:setOutcomeValue|responseCondition)"


def _many(kind: str, at_least: int = 0) -> str:
    return f"(?:{kind} ){{{at_least},}}"


GRAMMAR: dict[str, tuple[str, str]] = {
    "assessmentItem": (
        "identifier title adaptive timeDependent xml:lang",
        "responseDeclaration (?:outcomeDeclaration )*(?:stylesheet )?itemBody responseProcessing (?:modalFeedback )*",
    ),
    "responseDeclaration": ("identifier cardinality baseType", "(?:correctResponse )?(?:mapping )?"),
    "correctResponse": ("", _many("value", 1)),
    "defaultValue": ("", _many("value", 1)),
    "value": ("", ""),
    "mapping": ("defaultValue", _many("mapEntry", 1)),
    "mapEntry": ("mapKey mappedValue", ""),
    "outcomeDeclaration": ("identifier cardinality baseType normalMaximum? masteryValue?", "(?:defaultValue )?"),
    "stylesheet": ("href type", ""),
    "itemBody": ("", _many(f"(?:{BLOCK}|choiceInteraction|extendedTextInteraction)", 1)),
    "choiceInteraction": ("responseIdentifier shuffle maxChoices", f"prompt {_many('simpleChoice', 2)}"),
    "extendedTextInteraction": ("responseIdentifier expectedLines", "prompt "),
    "prompt": ("", _many(INLINE)),
    "simpleChoice": ("identifier", _many(FLOW)),
    "responseProcessing": ("", _many(RULE, 1)),
    "responseCondition": ("", "responseIf (?:responseElse )?"),
    "responseIf": ("", f"{EXPRESSION} {_many(RULE, 1)}"),
    "responseElse": ("", _many(RULE, 1)),
    "setOutcomeValue": ("identifier", f"{EXPRESSION} "),
    "variable": ("identifier", ""),
    "correct": ("identifier", ""),
    "mapResponse": ("identifier", ""),
    "baseValue": ("baseType", ""),
    "isNull": ("", f"{EXPRESSION} "),
    "not": ("", f"{EXPRESSION} "),
    "match": ("", f"{EXPRESSION} {EXPRESSION} "),
    "sum": ("", _many(EXPRESSION, 1)),
    "testVariables": ("variableIdentifier", ""),
    "modalFeedback": ("outcomeIdentifier identifier showHide title?", f"(?:contentBody |{_many(FLOW, 1)})"),
    "contentBody": ("", _many(FLOW, 1)),
    "assessmentTest": ("identifier title", "(?:outcomeDeclaration )?(?:testPart )+(?:outcomeProcessing )?"),
    "testPart": ("identifier navigationMode submissionMode", "itemSessionControl (?:assessmentSection )+"),
    "itemSessionControl": ("maxAttempts showFeedback allowReview", ""),
    "assessmentSection": ("identifier title visible", _many("assessmentItemRef", 1)),
    "assessmentItemRef": ("identifier href", ""),
    "outcomeProcessing": ("", _many("setOutcomeValue", 1)),
    "manifest": ("identifier", "metadata organizations resources "),
    "metadata": ("", "schema schemaversion "),
    "schema": ("", ""),
    "schemaversion": ("", ""),
    "organizations": ("", ""),
    "resources": ("", _many("resource", 1)),
    "resource": ("identifier type href", f"{_many('file', 1)}(?:dependency )*"),
    "file": ("href", ""),
    "dependency": ("identifierref", ""),
    **{tag: ("", _many(INLINE)) for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "strong", "em", "code")},
    **{tag: ("", _many("li", 1)) for tag in ("ul", "ol")},
    "li": ("", _many(FLOW)),
    "div": ("", _many(FLOW)),
    "blockquote": ("", _many(BLOCK, 1)),
    "a": ("href", _many(INLINE)),
    "br": ("", ""),
    "hr": ("", ""),
}
HEADINGS = {f"h{level}" for level in range(1, 7)}
HTML = {"p", "pre", "strong", "em", "code", "li", "a", "ul", "ol", "div", "blockquote", "br", "hr", *HEADINGS}
TEXT = {"value", "prompt", "simpleChoice", "baseValue", "schema", "schemaversion", *HTML} - {
    *("ul", "ol", "div", "blockquote", "br", "hr")
}
"""The elements that text may stand directly in."""
TYPES = {
    "cardinality": {"single", "multiple"},
    "baseType": {"identifier", "float", "string"},
    "showHide": {"show"},
    "shuffle": {"true", "false"},
    "navigationMode": {"linear", "nonlinear"},
    "submissionMode": {"individual", "simultaneous"},
}
IDENTIFIERS = {"identifier", "responseIdentifier", "outcomeIdentifier", "mapKey", "identifierref", "variableIdentifier"}


class Feil(ValueError):
    """It is not as the specification has it."""


def read(data: bytes | str) -> etree._Element:
    """A document of ours, by the names of QTI 2.1 and without namespaces.

    Raises:
        Feil: something is not as the specification has it.
    """
    root = etree.fromstring(data.encode() if isinstance(data, str) else data, etree.XMLParser(resolve_entities=False))
    version = SPACES[etree.QName(root).namespace]
    schema = root.attrib.pop(SCHEMA).split()
    if schema[0] != etree.QName(root).namespace or len(schema) != 2:
        raise Feil(f"the schema is that of another namespace: {schema}")
    for element in root.iter():
        _rename(element, version, is_manifest=etree.QName(root).localname == "manifest")
    for element in root.iter():
        _check(element)
    return root


def _rename(element: etree._Element, version: str, *, is_manifest: bool) -> None:
    tag = etree.QName(element).localname
    if version == "3" and not is_manifest:
        is_ours = tag.startswith("qti-")
        if not is_ours and tag not in HTML:
            raise Feil(f"<{tag}> is no element of QTI 3")
        tag = _camel(tag.removeprefix("qti-"))
        for name in list(element.attrib):
            if is_ours and name != XML_LANG:
                element.set(_camel(name), element.attrib.pop(name))
    if XML_LANG in element.attrib:
        element.set("xml_lang", element.attrib.pop(XML_LANG))
    element.tag = tag


def _camel(name: str) -> str:
    if re.search("[A-Z]", name):
        raise Feil(f"{name} is not spelt as in QTI 3")
    return re.sub("-([a-z])", lambda found: found[1].upper(), name)


def _check(element: etree._Element) -> None:
    tag = element.tag
    if tag not in GRAMMAR:
        raise Feil(f"<{tag}> is not known")
    named, children = GRAMMAR[tag]
    named = named.replace("xml:lang", "xml_lang")
    required = {name for name in named.split() if not name.endswith("?")}
    if not required <= set(element.keys()) <= {name.rstrip("?") for name in named.split()}:
        raise Feil(f"<{tag}> has {element.keys()}")
    if not re.fullmatch(children, "".join(f"{child.tag} " for child in element)):
        raise Feil(f"<{tag}> holds {[child.tag for child in element]}")
    texts = [element.text, *(child.tail for child in element)]
    if tag not in TEXT and any(text and text.strip() for text in texts):
        raise Feil(f"<{tag}> holds text: {texts}")
    for name, value in element.items():
        if name in IDENTIFIERS and not NCNAME.fullmatch(value):
            raise Feil(f"«{value}» is no identifier")
        if name in TYPES and value not in TYPES[name]:
            raise Feil(f"{name} cannot be «{value}»")
        if not value:
            raise Feil(f"{name} of <{tag}> is empty")


@dataclass(frozen=True)
class Pakke:
    """A package that was read: its files by path, each item by the id of its resource, and the test."""

    filer: dict[str, bytes]
    manifest: etree._Element
    prove: etree._Element
    oppgaver: dict[str, Oppgave]


def unpack(data: bytes) -> Pakke:
    """The package, with everything in it that refers to something checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = read(files["imsmanifest.xml"])
    resources = {one.get("identifier"): one for one in manifest.iter("resource")}
    if len(resources) != len([*manifest.iter("resource")]):
        raise Feil("two resources have the same identifier")
    named = {file.get("href") for file in manifest.iter("file")}
    if named != files.keys() - {"imsmanifest.xml"}:
        raise Feil(f"the manifest does not name just what is there: {named ^ files.keys()}")
    for one in resources.values():
        if one.get("href") not in {file.get("href") for file in one.iter("file")}:
            raise Feil(f"{one.get('href')} is not among its own files")
    tests = [one for one in resources.values() if one.get("type").startswith("imsqti_test_")]
    items = {id: one for id, one in resources.items() if one.get("type").startswith("imsqti_item_")}
    test = read(files[tests[0].get("href")])
    refs = {ref.get("identifier"): ref.get("href") for ref in test.iter("assessmentItemRef")}
    if refs != {id: one.get("href") for id, one in items.items()}:
        raise Feil("the test does not ask just the items that there are")
    if [one.get("identifierref") for one in tests[0].iter("dependency")] != [*refs]:
        raise Feil("the test does not depend on its items")
    return Pakke(files, manifest, test, {id: Oppgave(files[one.get("href")], id) for id, one in items.items()})


class Oppgave:
    """An item that was read, and marks answers as its response processing says."""

    def __init__(self, data: bytes | str, id: str | None = None) -> None:
        self.root = read(data)
        if id is not None and self.root.get("identifier") != id:
            raise Feil(f"{id} calls itself {self.root.get('identifier')}")
        self.choices = [choice.get("identifier") for choice in self.root.iter("simpleChoice")]
        self.declared = {one.get("identifier"): one for one in self.root.iter("outcomeDeclaration")}
        (self.response,) = self.root.iter("responseDeclaration")
        self._check_references()

    @property
    def is_multiple(self) -> bool:
        return bool(self.response.get("cardinality") == "multiple")

    def _check_references(self) -> None:
        if len(set(self.choices)) != len(self.choices):
            raise Feil("two choices have the same identifier")
        keys = [value.text for value in self.response.iter("value")]
        keys += [entry.get("mapKey") for entry in self.response.iter("mapEntry")]
        if not {*keys} <= {*self.choices}:
            raise Feil(f"the key names what cannot be chosen: {keys}")
        for interaction in self.root.iter("choiceInteraction"):
            if interaction.get("maxChoices") != ("0" if self.is_multiple else "1"):
                raise Feil("the number of choices does not fit the answer")
        for rule in self.root.iter("setOutcomeValue"):
            if rule.get("identifier") not in self.declared:
                raise Feil(f"{rule.get('identifier')} is not declared")
        for dialogue in self.root.iter("modalFeedback"):
            if self.declared[dialogue.get("outcomeIdentifier")].get("baseType") != "identifier":
                raise Feil("feedback asks for an identifier")

    def svar(self, chosen: Collection[str]) -> dict[str, Any]:
        """The outcomes after this answer: identifiers as sets, a score as a number."""
        outcomes = {name: self._default(one) for name, one in self.declared.items()}
        for rule in self.root.find("responseProcessing"):
            self._run(rule, frozenset(chosen), outcomes)
        return outcomes

    def sagt(self, chosen: Collection[str]) -> list[str]:
        """What is said of this answer, dialogue by dialogue."""
        return ["".join(dialogue.itertext()) for dialogue in self._shown(self.svar(chosen))]

    def _shown(self, outcomes: dict[str, Any]) -> Iterator[etree._Element]:
        for dialogue in self.root.iter("modalFeedback"):
            if dialogue.get("identifier") in outcomes[dialogue.get("outcomeIdentifier")]:
                yield dialogue

    def _default(self, one: etree._Element) -> Any:
        values = [value.text for value in one.iter("value")]
        return float(values[0]) if one.get("baseType") == "float" else frozenset(values)

    def _run(self, rule: etree._Element, chosen: frozenset[str], outcomes: dict[str, Any]) -> None:
        if rule.tag == "setOutcomeValue":
            outcomes[rule.get("identifier")] = self._value(rule[0], chosen)
            return
        for branch in rule:
            condition, *then = [*branch] if branch.tag == "responseIf" else [None, *branch]
            if condition is None or self._value(condition, chosen):
                for inner in then:
                    self._run(inner, chosen, outcomes)
                return

    def _value(self, one: etree._Element, chosen: frozenset[str]) -> Any:
        inside = [self._value(child, chosen) for child in one]
        match one.tag:
            case "variable":
                said: Any = chosen
            case "correct":
                said = frozenset(value.text for value in self.response.find("correctResponse"))
            case "mapResponse":
                points = {
                    entry.get("mapKey"): float(entry.get("mappedValue")) for entry in self.response.find("mapping")
                }
                said = sum(points.get(choice, 0.0) for choice in chosen)
            case "baseValue":
                said = float(one.text) if one.get("baseType") == "float" else frozenset([one.text])
            case "isNull" | "not":
                said = not inside[0]
            case "match":
                said = inside[0] == inside[1]
            case tag:
                raise Feil(f"cannot mark <{tag}>")
        return said
