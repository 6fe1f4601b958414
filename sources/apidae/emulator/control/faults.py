"""Faults that a test asks for: slow, refused, cut or spoilt answers."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

MODES = ("delay", "status", "text_error", "cut", "html", "bad_json", "wrong_type", "reset", "ok")
RAW_SEND = "apidae_emulator.send"
"""Where the app leaves the server's own `send`, so that a fault can reach the connection."""


@dataclass(slots=True)
class Fault:
    """One fault: of one service or of all, with a number whose meaning depends on the mode, for some calls
    or all.
    """

    mode: str
    service: str | None
    value: float | None
    times: int | None


class Faults:
    """The faults in force; the latest one that fits a call is used."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put a fault in force, in place of an older one of the same service; "ok" only takes that one
        away."""
        self._faults = [
            old for old in self._faults if fault.service is not None and old.service != fault.service
        ]
        if fault.mode != "ok":
            self._faults.append(fault)

    def take(self, service: str) -> Fault | None:
        """The fault for a call of a service, used up by one."""
        for fault in reversed(self._faults):
            if fault.service in {None, service}:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None

    def shape(self) -> list[dict[str, Any]]:
        """The faults in force."""
        return [asdict(fault) for fault in self._faults]


async def spoil(fault: Fault, answer: Response) -> Response:
    """What is sent in place of a good answer."""
    if fault.mode == "delay":
        await asyncio.sleep(1.0 if fault.value is None else fault.value)
        return answer
    if fault.mode in {"cut", "reset"}:
        return Broken(answer.body if fault.mode == "cut" else b"", media_type="application/json")
    if fault.mode == "bad_json":
        return Response(bytes(answer.body)[: len(answer.body) * 2 // 3], media_type="application/json")
    if fault.mode == "wrong_type":
        return Response(answer.body, media_type="text/html")
    return _error(fault)


def _error(fault: Fault) -> Response:
    if fault.mode == "html":
        page = "<html><body>Service Unavailable</body></html>"
        return Response(page, int(fault.value or 503), media_type="text/html")
    if fault.mode == "text_error":
        return Response("Erreur de traitement", int(fault.value or 500), media_type="text/plain")
    return Response("Service indisponible", int(fault.value or 503), media_type="text/plain")


class Broken(Response):
    """Half of an answer that promises the whole, then the end of the connection; nothing at all without a
    body.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send what there is and close the connection."""
        body = bytes(self.body)
        if body:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        raw = scope.get(RAW_SEND)
        transport = getattr(getattr(raw, "__self__", None), "transport", None)
        if transport is not None:
            (transport.close if body else transport.abort)()
            await asyncio.sleep(0)  # lets the server see that the connection is gone
        elif body:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            raise ConnectionResetError("The emulator was asked to break this connection")
