"""Serves the Python peers with what uvicorn has that is fastest: uvloop and httptools."""

from __future__ import annotations

import os

import uvicorn
from starlette.types import ASGIApp


def serve(app: ASGIApp) -> None:
    """Serve on 127.0.0.1 at the port that the environment names."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
