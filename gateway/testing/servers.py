"""Real HTTP servers on loopback for tests: each in a thread of its own, ended with the test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from gateway.supervise.ports import free_port

START_SECONDS = 20.0


class ServerThread:
    """One ASGI app on `http://127.0.0.1:<port>`; can be stopped and started again on the same port."""

    def __init__(self, app: Callable[[], ASGIApp], port: int | None = None) -> None:
        """`app` is made in the server's thread, anew at each start; nothing runs before `start`."""
        self._make = app
        self.port = port or free_port()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    @property
    def url(self) -> str:
        """The base url, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> ServerThread:
        """Serve, and return once connections are accepted."""
        self._failure = None
        self._thread = threading.Thread(target=self._run, name=f"server-{self.port}", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not (self._server and self._server.started):
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the test server on {self.port} did not start") from self._failure
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Stop serving and wait for the thread; stopping twice is stopping once."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(timeout=START_SECONDS)
        self._server = self._thread = None

    def _run(self) -> None:
        try:
            config = uvicorn.Config(
                self._make(),
                host="127.0.0.1",
                port=self.port,
                log_config=None,
                access_log=False,
                http="h11",
                timeout_graceful_shutdown=1,
            )
            self._server = uvicorn.Server(config)
            self._server.run()
        except BaseException as error:  # noqa: BLE001  # told to the thread that waits for the start
            self._failure = error


@contextmanager
def serving(app: Callable[[], ASGIApp], port: int | None = None) -> Iterator[ServerThread]:
    """A server for the time of a block."""
    server = ServerThread(app, port).start()
    try:
        yield server
    finally:
        server.stop()
