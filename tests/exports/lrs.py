"""A platform that launches cmi5 courses: a store of statements and states on an origin of its own, as strict as the
standard has it. What it refuses, it notes with the reason."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.browser.conftest import Patient

Statement = dict[str, Any]
VERBS = "http://adlnet.gov/expapi/verbs/"
CONTEXT = "https://w3id.org/xapi/cmi5/context/"
SESSION = f"{CONTEXT}extensions/sessionid"
MASTERY = f"{CONTEXT}extensions/masteryscore"
CMI5, MOVEON = f"{CONTEXT}categories/cmi5", f"{CONTEXT}categories/moveon"
DURATION = re.compile(r"PT(\d+H)?(\d+M)?\d+(\.\d+)?S")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
RESULTS = {
    "initialized": set(),
    "completed": {"completion", "duration"},
    "passed": {"success", "score", "duration"},
    "failed": {"success", "score", "duration"},
    "terminated": {"duration"},
}
"""The statements that cmi5 defines for a course, and what each result has."""


class Refused(Exception):
    """A request that the standard does not allow: its status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Session:
    """One launch."""

    id: str
    token: str
    registration: str
    mode: str
    mastery: float | None
    is_open: bool = True
    is_fetched: bool = False
    statements: list[Statement] = field(default_factory=list)

    @property
    def verbs(self) -> list[str]:
        return [verb(one) for one in self.statements]


@dataclass
class Lrs:
    """The platform of one learner and one course."""

    publisher: str
    address: str = ""
    is_down: bool = False
    gives_tags: bool = True
    """Whether it tells one version of a state from another."""
    sessions: list[Session] = field(default_factory=list)
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    activity: str = "https://lms.example.no/enhet/1"
    actor: dict[str, Any] = field(
        default_factory=lambda: {
            "objectType": "Agent",
            "account": {"homePage": "https://lms.example.no", "name": "kari-åse"},
        }
    )

    def launch(
        self, registration: str = "", *, mode: str = "Normal", mastery: float | None = 0.8, back: str | None = None
    ) -> str:
        """What stands after the address of the course; an earlier session of the registration is abandoned."""
        registration = registration or str(uuid.uuid4())
        for before in self.sessions:
            before.is_open = before.is_open and before.registration != registration
        session = Session(str(uuid.uuid4()), str(uuid.uuid4()), registration, mode, mastery)
        self.sessions.append(session)
        data = {"contextTemplate": self.template(session), "launchMode": mode, "moveOn": "Passed"}
        data |= {"masteryScore": mastery} if mastery is not None else {}
        data |= {"returnURL": back} if back is not None else {}
        self.states[registration, "LMS.LaunchData"] = json.dumps(data)
        asked = {
            "endpoint": f"{self.address}xapi",
            "fetch": f"{self.address}fetch/{session.id}",
            "actor": json.dumps(self.actor),
            "registration": registration,
            "activityId": self.activity,
        }
        return f"?{urlencode(asked)}"

    def template(self, session: Session) -> dict[str, Any]:
        return {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": self.publisher}]},
            "extensions": {SESSION: session.id, "https://lms.example.no/æøå": "står"},
        }

    @property
    def last(self) -> Session:
        return self.sessions[-1]

    @property
    def statements(self) -> list[Statement]:
        return [one for session in self.sessions for one in session.statements]

    def state(self, name: str = "enhetlig.husk") -> dict[str, Any]:
        return dict(json.loads(self.states.get((self.last.registration, name), "{}")))

    # What is asked.

    def token(self, id: str) -> dict[str, str]:
        session = next(one for one in self.sessions if one.id == id)
        if session.is_fetched:
            self.refused.append("the token was asked for twice")
            return {"error-code": "1", "error-text": "The authorization token has already been returned."}
        session.is_fetched = True
        return {"auth-token": session.token}

    def session(self, headers: Any) -> Session:
        found = [one for one in self.sessions if headers.get("Authorization") == f"Basic {one.token}"]
        if not found or not found[0].is_fetched:
            raise Refused(401, "no token")
        if not re.fullmatch(r"1\.0\.\d", headers.get("X-Experience-API-Version", "")):
            raise Refused(400, "no version")
        return found[0]

    def take(self, session: Session, given: Statement | list[Statement]) -> list[str]:
        """Stores all of it, or none."""
        said = given if isinstance(given, list) else [given]
        known = {one["id"]: one for one in self.statements}
        new = [one for one in said if one.get("id") not in known]
        if any(known[one["id"]] != one for one in said if one not in new):
            raise Refused(409, "another statement with the same id")
        before = [*session.statements]
        try:
            for one in new:
                self.judge(session, one)
                session.statements.append(one)
        except Refused:
            session.statements = before
            raise
        return [one["id"] for one in said]

    def judge(self, session: Session, one: Statement) -> None:
        """Raises what is wrong with the next statement of the session."""
        context, name = one["context"], verb(one)
        template, extensions = self.template(session), context.get("extensions", {})
        activities = context["contextActivities"]
        category = [each["id"] for each in activities.get("category", [])]
        require(str(uuid.UUID(one["id"])) == one["id"], "the id is a UUID")
        require(one["actor"] == self.actor, "the actor is the one that was launched")
        require(context.get("registration") == session.registration, "the registration is the one that was launched")
        require(template["extensions"].items() <= extensions.items(), "the template's extensions stand, session id too")
        require(template["contextActivities"].items() <= activities.items(), "the template's activities stand")
        require(bool(UTC.fullmatch(one["timestamp"])), "the timestamp is in UTC")
        require(not session.statements or session.statements[-1]["timestamp"] <= one["timestamp"], "time goes on")
        require(session.is_open and "terminated" not in session.verbs, "the session is open", 403)
        require((name == "initialized") == (not session.statements), "initialized comes first, and once", 403)
        if CMI5 not in category:
            require(name not in RESULTS and not category, "only what cmi5 defines has a category")
            return
        require(name in RESULTS and one["object"]["id"] == self.activity, "it is a statement that cmi5 defines")
        self.judge_result(session, one, name, category)
        require(name not in session.verbs, f"{name} is told once a session", 403)
        require(session.mode == "Normal" or name in ("initialized", "terminated"), "looking around is not judged", 403)
        told = [
            verb(each)
            for other in self.sessions
            if other.registration == session.registration
            for each in other.statements
        ]
        require(name not in ("completed", "passed") or name not in told, f"{name} is told once a registration", 403)
        require(name != "failed" or "passed" not in told, "nobody fails who has passed", 403)
        require(not {"passed", "failed"} <= {*session.verbs, name}, "a session is passed or failed", 403)

    def judge_result(self, session: Session, one: Statement, name: str, category: list[str]) -> None:
        result = one.get("result", {})
        require(result.keys() == RESULTS[name], f"the result of {name} has {sorted(RESULTS[name])}")
        require(not result or bool(DURATION.fullmatch(result["duration"])), "the duration is one")
        require((MOVEON in category) == bool({"success", "completion"} & result.keys()), "moveon is where it belongs")
        require(result.get("completion", True) is True, "completed is true")
        if "success" in result:
            require(result["success"] is (name == "passed"), "success is as the verb says")
            score, mastery = result["score"]["scaled"], session.mastery
            require(mastery is None or (score >= mastery) == result["success"], "the score is as the verb says")
            require(one["context"]["extensions"].get(MASTERY) == mastery, "the mastery score is told")


def require(holds: bool, what: str, status: int = 400) -> None:
    if not holds:
        raise Refused(status, f"not so: {what}")


def verb(one: Statement) -> str:
    return str(one["verb"]["id"]).removeprefix(VERBS)


def etag(text: str) -> str:
    return f'"{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()}"'


class Handler(BaseHTTPRequestHandler):
    """The platform over HTTP, for pages of any origin."""

    lrs: Lrs

    def log_message(self, *_: object) -> None:
        pass

    def do_OPTIONS(self) -> None:
        self.answer(204)

    def do_GET(self) -> None:
        self.route()

    def do_POST(self) -> None:
        self.route()

    def do_PUT(self) -> None:
        self.route()

    def route(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url, lrs = urlsplit(self.path), self.lrs
        if lrs.is_down:
            self.answer(503)
            return
        with lrs.lock:
            lrs.asked.append(f"{self.command} {url.path}")
            try:
                self.serve(url.path, {name: values[0] for name, values in parse_qs(url.query).items()}, body)
            except (Refused, KeyError, ValueError) as why:
                lrs.refused.append(f"{self.command} {url.path}: {why!r}")
                self.answer(why.status if isinstance(why, Refused) else 400)

    def serve(self, path: str, asked: dict[str, str], body: str) -> None:
        lrs = self.lrs
        if path.startswith("/fetch/"):
            require(self.command == "POST", "the token is asked for with POST", 405)
            self.answer(200, json.dumps(lrs.token(path.rpartition("/")[2])))
            return
        session = lrs.session(self.headers)
        if body:
            require(self.headers.get("Content-Type") == "application/json", "it is said to be JSON")
        if path == "/xapi/statements":
            self.answer(200, json.dumps(lrs.take(session, json.loads(body))))
        elif path == "/xapi/agents/profile":
            require((json.loads(asked["agent"]), asked["profileId"]) == (lrs.actor, "cmi5LearnerPreferences"), "whose")
            self.answer(200, json.dumps({"languagePreference": "nb"}))
        else:
            require(path == "/xapi/activities/state", "it is there", 404)
            who = json.loads(asked["agent"]), asked["registration"], asked["activityId"]
            require(who == (lrs.actor, session.registration, lrs.activity), "the state is this learner's here")
            self.state((session.registration, asked["stateId"]), body)

    def state(self, key: tuple[str, str], body: str) -> None:
        there = self.lrs.states.get(key)
        if self.command == "GET":
            tag = etag(there or "") if self.lrs.gives_tags else ""
            self.answer(404 if there is None else 200, there or "", tag)
            return
        require(key[1] != "LMS.LaunchData", "the platform's own state is left alone", 403)
        wanted, is_new = self.headers.get("If-Match"), self.headers.get("If-None-Match") == "*"
        if (wanted and wanted != etag(there or "")) or (is_new and there is not None):
            self.answer(412)
            return
        self.lrs.states[key] = json.dumps(json.loads(body))
        self.answer(204, tag=etag(self.lrs.states[key]) if self.lrs.gives_tags else "")

    def answer(self, status: int, text: str = "", tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT")
        self.send_header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version",
        )
        self.send_header("Access-Control-Expose-Headers", "ETag")
        if text:
            self.send_header("Content-Type", "application/json")
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@contextmanager
def platform(publisher: str) -> Iterator[Lrs]:
    """A platform that has the course with this id, on an address of its own."""
    lrs = Lrs(publisher)
    server = Patient(("127.0.0.1", 0), type("Own", (Handler,), {"lrs": lrs}))
    lrs.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield lrs
    finally:
        server.shutdown()
