"""The only module that makes clients of MongoDB: motor or PyMongo Async, and a blocking one for start-up."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import ConfigurationError, InvalidURI

from gateway.settings import SettingsError
from gateway.store.terms import Document

SELECTION_MS = 800
TOTAL_MS = 1500
GOODBYE_SECONDS = 1.0
ATTEMPT_SECONDS = 0.1
DEFAULTS: dict[str, Any] = {
    "serverSelectionTimeoutMS": SELECTION_MS,
    "timeoutMS": TOTAL_MS,
    "connectTimeoutMS": 2000,
    "heartbeatFrequencyMS": 5000,
    "appName": "partir-ici-gateway",
}


MAKERS: dict[str, Any] = {"motor": AsyncIOMotorClient, "pymongo": pymongo.AsyncMongoClient}


def open_client(uri: str, *, driver: str, listeners: Sequence[Any] = (), **options: Any) -> Any:
    """A client of the running event loop; it contacts nothing before its first operation.

    What the uri sets wins over `options`, and these win over `DEFAULTS`. `SettingsError` when the uri is
    not one of MongoDB; its text holds nothing of the uri.
    """
    if driver not in MAKERS:
        raise SettingsError("The setting MONGODB_DRIVER is neither motor nor pymongo.")
    chosen = DEFAULTS | options
    named = _named_in(uri)
    kept = {name: value for name, value in chosen.items() if name.lower() not in named}
    kept |= {"tz_aware": True, "uuidRepresentation": "standard", "event_listeners": list(listeners)}
    try:
        with warnings.catch_warnings():
            # the drivers only warn of an option that they do not know or understand, and go on without
            warnings.simplefilter("error", UserWarning)
            return MAKERS[driver](uri, **kept)
    except (InvalidURI, ConfigurationError, ValueError, UserWarning):
        raise SettingsError("The setting MONGODB_URI is not a connection string of MongoDB.") from None


async def close_client(client: Any) -> None:
    """Close either client. Says good-bye to the server, so motor's blocking call leaves the event loop."""
    connected = has_primary(client)
    if not connected:
        # PyMongo Async leaks the socket of an attempt to connect that is cut short: let it end first
        await asyncio.sleep(ATTEMPT_SECONDS)
    with patience(GOODBYE_SECONDS if connected else ATTEMPT_SECONDS):
        await settle(await asyncio.to_thread(client.close))


async def settle(value: Any) -> Any:
    """The result itself: motor gives some at once where PyMongo Async gives an awaitable."""
    return await value if inspect.isawaitable(value) else value


def has_primary(client: Any) -> bool:
    """Whether the driver knows of a server that takes writes, as far as it has looked."""
    topology = client.topology_description
    return bool(topology.has_writable_server() and topology.known_servers)


def selection_seconds(client: Any) -> float:
    """How long the driver looks for a server, from its options or the uri."""
    own = client.delegate if isinstance(client, AsyncIOMotorClient) else client
    return float(own.options.server_selection_timeout)


def patience(seconds: float) -> AbstractContextManager[None]:
    """Give all operations of a `with` block `seconds` in all, more or less than the usual budget.

    Blocks nest: an inner one can only shorten. For jobs and migrations, never for requests: a server that
    goes away during the call is awaited as long.
    """
    return pymongo.timeout(seconds)


BlockingClient: TypeAlias = pymongo.MongoClient[Document]


@contextmanager
def blocking_client(uri: str, *, seconds: float) -> Iterator[BlockingClient]:
    """A blocking client for starting a server and for tests; an operation takes at most `seconds`."""
    milliseconds = int(seconds * 1000)
    client: BlockingClient = pymongo.MongoClient(
        uri, serverSelectionTimeoutMS=milliseconds, timeoutMS=milliseconds, tz_aware=True
    )
    try:
        yield client
    finally:
        client.close()


def _named_in(uri: str) -> set[str]:
    try:
        query = urlsplit(uri).query
    except ValueError:
        return set()
    return {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
