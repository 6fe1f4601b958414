"""The door to control: who may enter, JSON bodies, and errors with a code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from sources.social.emulator.errors import GraphError
from sources.social.emulator.requests import read_raw

if TYPE_CHECKING:
    from sources.social.emulator.state import Emulator

_LOOPBACK: Final = {"127.0.0.1", "::1"}
Handler = Callable[["Emulator", Request, dict[str, Any]], Awaitable[Any]]


class ControlError(Exception):
    """A control request that cannot be done: the sentence says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        """Keep the sentence and the HTTP status."""
        super().__init__(message)
        self.status = status


def door(handlers: Mapping[str, Handler]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of one control path from its handlers by method."""

    async def enter(request: Request) -> Response:
        emulator: Emulator = request.app.state.emulator
        if not emulator.options.open_control and (
            request.client is None or request.client.host not in _LOOPBACK
        ):
            return _refuse(403, "FORBIDDEN", "control is open to this machine only")
        handler = handlers.get(request.method)
        if handler is None:
            return _refuse(405, "BAD_METHOD", f"this path takes {', '.join(handlers)}")
        try:
            return _write(200, await handler(emulator, request, await _read(request)))
        except ControlError as fault:
            return _refuse(fault.status, "NOT_FOUND" if fault.status == 404 else "BAD_CONTROL", str(fault))
        except ValueError as fault:
            return _refuse(400, "BAD_CONTROL", str(fault))

    return enter


async def _read(request: Request) -> dict[str, Any]:
    """Read the JSON object of a POST; other methods have none."""
    if request.method != "POST":
        return {}
    try:
        found = orjson.loads(await read_raw(request) or b"{}")
    except (ValueError, GraphError) as fault:
        raise ControlError("the body is not JSON, or too large") from fault
    if not isinstance(found, dict):
        raise ControlError("the body is a JSON object")
    return found


def _refuse(status: int, code: str, message: str) -> Response:
    return _write(status, {"error": {"code": code, "message": message}})


def _write(status: int, value: Any) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
