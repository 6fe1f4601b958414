"""One feed's conversation with the graph, in process, as anybody without a token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.errors import CODES
from gateway.execution.faults import Fault
from gateway.execution.runner import Operation, Runner
from gateway.feeds.operations import document
from gateway.graph.request import RequestScope
from gateway.http.problem import Problem
from gateway.opened import OpenedSources


@dataclass
class Conversation:
    """Asks for what is public; `stale`, `whole` and `cost` sum up all answers so far."""

    runner: Runner
    opened: Callable[[], OpenedSources]
    locales: Sequence[str] = ()
    stale: bool = False
    whole: bool = True
    cost: int = 0

    async def ask(self, name: str, **variables: Any) -> Any:
        """The data of one operation; `Problem` when it could not run or all of it failed."""
        scope = RequestScope(self.opened(), self.locales)
        answer = await self.runner.run(Operation(document(name), None, variables, read_only=True), scope)
        self.stale = self.stale or bool(scope.stale)
        self.whole = self.whole and not answer.faults
        self.cost += int(answer.extensions.get("cost", {}).get("requested", 0))
        if not answer.executed or answer.data is None or (answer.faults and not any(answer.data.values())):
            raise problem_of(answer.faults)
        return answer.data

    async def pages(self, name: str, root: str, most: int, **variables: Any) -> AsyncIterator[list[Any]]:
        """Nodes of a list page by page, at most `most` in all; a page that fails ends in `Problem`."""
        after, left = variables.pop("after", None), most
        while left > 0:
            connection = (await self.ask(name, **variables, after=after))[root]
            if connection is None:
                return
            nodes = [edge["node"] for edge in connection["edges"]]
            yield nodes[:left]
            left -= len(nodes)
            if not connection["pageInfo"]["hasNextPage"]:
                return
            after = connection["pageInfo"]["endCursor"]


def problem_of(faults: Sequence[Fault]) -> Problem:
    """The first fault as a refusal, with the status of its code."""
    fault = faults[0] if faults else None
    code = str(fault.extensions["code"]) if fault else "INTERNAL"
    message = fault.message if fault else CODES["INTERNAL"].meaning
    headers = {}
    if fault and "retryAfter" in fault.extensions:
        headers["Retry-After"] = str(fault.extensions["retryAfter"])
    return Problem(CODES[code].http if code in CODES else 400, code, message, headers)
