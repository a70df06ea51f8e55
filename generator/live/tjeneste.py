"""The server as one starts it: where it listens, what it is called from outside, and what is kept where."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from io import StringIO

import segno
import uvicorn

from generator.live.rom import OPEN_FOR
from generator.live.server import Server
from generator.live.skjerm import spaced
from generator.live.store import Store

EVERYWHERE = "0.0.0.0"
MOST_WAITING, MOST_FILES = 2048, 8192


def lan_address() -> str:
    """The address that others on the same network reach this machine by; its own, where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def dagens_kode(store: Store) -> str:
    """The code of the meeting that is going on, the last made if there are several; of a new one if there is none."""
    for id, kode, _ in store.moter(time.time() - OPEN_FOR):
        if not store.les(id).er_over:
            return kode
    return store.opprett()[1]


def ledsaget(server: Server, kode: str) -> str:
    """What is said to the one who starts the server: where to lead, and where the others join."""
    dor = server.dor
    join = f"{dor.adresse}/m/{kode}"
    picture = StringIO()
    segno.make(join, error="m").terminal(picture, compact=True, border=2)
    words = dor.t["live"]["oppstart"]
    said = words.format(leder=f"{dor.adresse}/m/leder#{dor.hemmelig}", inn=f"{dor.adresse}/m", kode=spaced(kode))
    return f"{said}\n{picture.getvalue()}"


def listening(port: int) -> socket.socket:
    """A socket that listens at this port, for phones too. Raises OSError where it is taken."""
    sock = socket.create_server((EVERYWHERE, port), backlog=MOST_WAITING)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an answer that waits for company takes 40 ms more
    return sock


def _allow_many() -> None:
    """Each screen holds a line open: as many files as the machine lets us have."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 (not on Windows)

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, MOST_FILES) if most > 0 else MOST_FILES, most))


def run(server: Server, sock: socket.socket) -> None:
    """Serves the course and its meetings at the socket until it is stopped; no address of anyone is logged."""
    config = uvicorn.Config(
        server.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        backlog=MOST_WAITING,
    )
    _allow_many()
    uvicorn.Server(config).run(sockets=[sock])
