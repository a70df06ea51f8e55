"""The server as one starts it: where it listens, what it is called from outside, and what is kept where."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from generator.course import Course
from generator.live.server import Server
from generator.live.store import Store

EVERYWHERE = "0.0.0.0"
MOST_WAITING = 2048


def lan_address() -> str:
    """The address that others on the same network reach this machine by; its own, where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def listening(port: int) -> socket.socket:
    """A socket that listens at this port, for phones too. Raises OSError where it is taken."""
    return socket.create_server((EVERYWHERE, port), backlog=MOST_WAITING)


def run(
    course: Course,
    site: Path,
    store: Store,
    adresse: str,
    sock: socket.socket,
    malform: str = "nb",
    ready: Callable[[Server], None] = lambda _: None,
) -> None:
    """Serves the course and its meetings until it is stopped; no address of anyone is logged."""
    server = Server(course, site, store, adresse, malform)
    config = uvicorn.Config(
        server.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        backlog=MOST_WAITING,
    )
    ready(server)
    uvicorn.Server(config).run(sockets=[sock])
