"""The client of the Graph API: signed reads of nodes, lists and batches."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode

import orjson
from multidict import CIMultiDict

from gateway.errors import SourceError, SourceInvalid, SourceUnavailable
from gateway.upstream import Upstream
from sources.social.answers import GRAPH_VERSION, Answers
from sources.social.budget.governor import Urgency
from sources.social.codes import FAILS_ALL, read_error
from sources.social.paging import next_place, rows_of

BATCH = 50
PAGE_ROWS = 50

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Credentials:
    """One token and the secret of the app it belongs to."""

    token: str
    app_secret: str
    way: Literal["header", "parameter"] = "header"

    @property
    def proof(self) -> str:
        """The signature of the token that goes with every call."""
        return hmac.new(self.app_secret.encode(), self.token.encode(), hashlib.sha256).hexdigest()

    @property
    def headers(self) -> Mapping[str, str]:
        """What the token adds to the headers of a call."""
        return {"Authorization": f"Bearer {self.token}"} if self.token and self.way == "header" else {}

    @property
    def parameters(self) -> Mapping[str, str]:
        """What signs a call in its parameters; nothing without a token."""
        if not self.token:
            return {}
        signed = {"appsecret_proof": self.proof}
        return signed if self.way == "header" else {**signed, "access_token": self.token}


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a list as they came; `complete` only when the list was read to its end."""

    rows: Sequence[Any]
    complete: bool


class GraphClient:
    """Reads through one upstream with one set of credentials. Every method raises `SourceError`s."""

    def __init__(
        self,
        upstream: Upstream,
        credentials: Credentials,
        answers: Answers,
        urgency: Urgency = Urgency.BACKGROUND,
    ) -> None:
        """Contacts nothing. `urgency` says at which usage of its budget this client stops by itself."""
        self._upstream = upstream
        self._credentials = credentials
        self._answers = answers
        self._urgency = urgency

    async def node(self, node_id: str, fields: str) -> Row:
        """The fields of one object."""
        return await self._get(node_id, {"fields": fields}, operation="node")

    async def edge(self, node_id: str, edge: str, fields: str, *, pages: int) -> Listing:
        """A list of an object, at most `pages` pages of it; an unreadable page raises."""
        rows: list[Any] = []
        place: Mapping[str, str] = {}
        for _ in range(pages):
            asked = {"fields": fields, "limit": str(PAGE_ROWS), **place}
            page = await self._get(f"{node_id}/{edge}", asked, operation=edge)
            rows += rows_of(page)
            following = next_place(page)
            if following is None:
                # an empty list is what a wrong token gets: never the whole truth
                return Listing(rows, complete=bool(rows))
            if following == place:
                raise SourceInvalid(detail=f"the list {edge} goes round in a circle")
            place = following
        return Listing(rows, complete=False)

    async def embed(self, path: str, url: str) -> Row:
        """What oEmbed says of a post; it takes no token."""
        return await self._get(path, {"url": url, "omitscript": "true"}, operation="oembed")

    async def token_facts(self, token: str) -> Row:
        """What Meta knows of a token; to be asked with the app's own."""
        found = (await self._get("debug_token", {"input_token": token}, operation="debug_token")).get("data")
        if not isinstance(found, dict):
            raise SourceInvalid(detail="no facts about a token")
        return found

    async def batch(self, ids: Sequence[str], fields: str) -> dict[str, Row | SourceError]:
        """Objects by id, at most 50 in one call; an item that fails costs only its id.

        What was not finished in time is asked once more. A dead token or a throttling fails the whole.
        """
        answers = await self._batch(ids, fields)
        late = [key for key, item in zip(ids, answers, strict=True) if item is None]
        again = dict(zip(late, await self._batch(late, fields) if late else (), strict=True))
        return {
            key: self._item(again.get(key) if item is None else item)
            for key, item in zip(ids, answers, strict=True)
        }

    async def _batch(self, ids: Sequence[str], fields: str) -> list[Any]:
        if len(ids) > BATCH:
            raise ValueError(f"a batch takes at most {BATCH} ids")
        query = urlencode({"fields": fields})
        items = [{"method": "GET", "relative_url": f"{quote(key, safe='')}?{query}"} for key in ids]
        form = {"batch": orjson.dumps(items).decode(), "include_headers": "true"}
        self._refuse_in_vain()
        answer = await self._upstream.post_form(
            GRAPH_VERSION,
            {**form, **self._credentials.parameters},
            headers=self._credentials.headers,
            operation="batch",
        )
        body = self._answers.body(answer)
        if not isinstance(body, list) or len(body) != len(ids):
            raise SourceInvalid(detail="a batch that does not answer each of its items")
        return body

    def _item(self, item: Any) -> Row | SourceError:
        if item is None:
            return SourceUnavailable(detail="an item of a batch was not finished in time")
        # only the items tell how much of their limits is used, the answer around them does not
        self._answers.look(_headers(item))
        try:
            body = orjson.loads(item["body"])
        except (TypeError, KeyError, ValueError):
            return SourceInvalid(detail="an item of a batch without JSON")
        if (error := read_error(body)) is None:
            return body if isinstance(body, dict) else SourceInvalid(detail="an item of a batch is no object")
        failure = self._answers.as_source_error(error)
        if error.verdict in FAILS_ALL:
            raise failure
        return failure

    async def _get(self, path: str, params: Mapping[str, str], *, operation: str) -> Row:
        self._refuse_in_vain()
        answer = await self._upstream.get(
            f"{GRAPH_VERSION}/{path}",
            {**params, **self._credentials.parameters},
            headers=self._credentials.headers,
            operation=operation,
        )
        body = self._answers.body(answer)
        if not isinstance(body, dict):
            raise SourceInvalid(detail=f"the answer to {operation} is no object")
        return body

    def _refuse_in_vain(self) -> None:
        self._answers.refuse_dead_token()
        self._answers.governor.refuse(self._answers.budget, self._urgency)


def _headers(item: Any) -> Mapping[str, str]:
    """The headers of an item of a batch, in any case; none where they have another shape."""
    listed = item.get("headers") if isinstance(item, dict) else None
    pairs = [pair for pair in listed if isinstance(pair, dict)] if isinstance(listed, list) else []
    return CIMultiDict((str(pair.get("name")), str(pair.get("value"))) for pair in pairs)
