"""The addresses that Meta calls: `/hooks/meta`, its deauthorisation and data deletion callbacks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qs

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.http.problem import Problem
from gateway.http.reading import body_of
from gateway.source import Context
from sources.social.hooks.changes import read_changes
from sources.social.hooks.erasure import deauthorise, erase, state_of
from sources.social.hooks.inbox import receive, work_off_soon
from sources.social.hooks.pages import state_page
from sources.social.hooks.signing import HEADER, is_same, is_signed, user_of
from sources.social.runtime import Runtime

PATH = "/hooks/meta"
NO_STORE = {"Cache-Control": "no-store"}

MOST_BYTES = 4_000_000
"""Meta sends up to 1,000 changes at once, each with the text of its post: about 1 kB, long ones more."""

MOST_FORM_BYTES = 20_000
"""A signed request is a few hundred bytes."""

Opened = Callable[[], Context[Runtime]]
Endpoint = Callable[[Request], Awaitable[Response]]


def routes(context: Opened) -> Sequence[BaseRoute]:
    """All addresses; they refuse whoever cannot prove to be Meta, and tell nothing about why."""
    hooks = Hooks(context)
    return [
        Route(PATH, hooks.verify, methods=["GET"]),
        Route(PATH, _with_body(hooks.receive, MOST_BYTES), methods=["POST"]),
        Route(f"{PATH}/deauthorize", _with_body(hooks.deauthorise, MOST_FORM_BYTES), methods=["POST"]),
        Route(f"{PATH}/deletion", _with_body(hooks.delete, MOST_FORM_BYTES), methods=["POST"]),
        Route(f"{PATH}/deletion/{{code}}", hooks.show, methods=["GET"]),
    ]


class Hooks:
    """The answers."""

    def __init__(self, context: Opened) -> None:
        """Nothing is opened before the first request."""
        self._context = context

    async def verify(self, request: Request) -> Response:
        """Give the challenge back, alone, to whoever knows the verify token."""
        asked = request.query_params
        ours = self._context().runtime.settings.verify_token.get_secret_value()
        if asked.get("hub.mode") != "subscribe" or not is_same(ours, asked.get("hub.verify_token", "")):
            return _refused()
        return PlainTextResponse(asked.get("hub.challenge", ""), headers=NO_STORE)

    async def receive(self, request: Request, body: bytes) -> Response:
        """Keep the changes, acknowledge, then do them: Meta waits for nobody. What is signed is `body`."""
        context = self._context()
        secret = context.runtime.settings.app_secret.get_secret_value()
        if not is_signed(secret, body, request.headers.get(HEADER)):
            return _refused()
        changes = read_changes(body)
        if changes is None:
            return PlainTextResponse("", 400, headers=NO_STORE)
        new = await receive(context.runtime, changes)
        later = BackgroundTask(work_off_soon, context) if new else None
        return PlainTextResponse("", headers=NO_STORE, background=later)

    async def deauthorise(self, _: Request, body: bytes) -> Response:
        """A person took the app's rights away."""

        async def leave(user: str) -> Response:
            await deauthorise(self._context().runtime, user)
            return JSONResponse({}, headers=NO_STORE)

        return await self._signed(body, leave)

    async def delete(self, request: Request, body: bytes) -> Response:
        """A person wants everything deleted; the answer says where to see that it was."""

        async def forget(user: str) -> Response:
            code = await erase(self._context().runtime, user)
            page = str(request.url.replace(path=f"{PATH}/deletion/{code}", query="", fragment=""))
            return JSONResponse({"url": page, "confirmation_code": code}, headers=NO_STORE)

        return await self._signed(body, forget)

    async def show(self, request: Request) -> Response:
        """The state of a deletion, for the person."""
        return state_page(await state_of(self._context().runtime, request.path_params["code"][:100]))

    async def _signed(self, body: bytes, action: Callable[[str], Awaitable[Response]]) -> Response:
        form = parse_qs(body.decode(errors="replace"), max_num_fields=10)
        signed = form.get("signed_request", [""])[0]
        runtime = self._context().runtime
        secret = runtime.settings.app_secret.get_secret_value()
        user = user_of(secret, signed, runtime.clock.now())
        return await action(user) if user else _refused()


def _with_body(answer: Callable[[Request, bytes], Awaitable[Response]], most: int) -> Endpoint:
    """An endpoint that reads a body of at most so many bytes first."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await body_of(request, max_bytes=most)
        except Problem as problem:
            return problem.response()
        return await answer(request, body)

    return endpoint


def _refused() -> Response:
    return PlainTextResponse("", 403, headers=NO_STORE)
