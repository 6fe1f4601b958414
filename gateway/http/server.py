"""The server in front of the application, with every limit that HTTP on the wire needs."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from gateway.http.protocol import GuardedProtocol
from gateway.http.served import Served
from gateway.settings import GatewaySettings

GRACE_SECONDS = 5
KEEP_ALIVE_SECONDS = 20


def server_config(
    app: ASGIApp,
    settings: GatewaySettings,
    *,
    lifespan: bool = True,
    leave: Callable[[], None] = lambda: None,
) -> uvicorn.Config:
    """Uvicorn's configuration; without `lifespan` whoever serves opens the application.

    `leave` is called when the server stops, before it waits for the answers under way.
    """
    own = {
        "seconds": settings.read_seconds,
        "leave": staticmethod(leave),
        "express": app.express if isinstance(app, Served) else None,
    }
    protocol = type("Protocol", (GuardedProtocol,), own)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="on" if lifespan else "off",
        log_config=None,
        access_log=False,
        # httptools is fast and takes almost anything: the protocol adds what it does not refuse
        http=protocol,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
