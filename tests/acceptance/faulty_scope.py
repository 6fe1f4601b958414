"""A request's view of the graph in which some questions fail, always the same ones."""

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from gateway.errors import GatewayError, SourceRateLimited, SourceTimeout, SourceUnavailable
from gateway.graph.loaders import BatchLoader
from gateway.graph.request import RequestScope
from gateway.source import Keyed, Link, RootField

FAILURES = (SourceUnavailable, SourceTimeout, SourceRateLimited)


def failure(seed: int, share: float, *asked: object) -> GatewayError | None:
    """The error of a question, for a share of all questions; the question and the seed decide."""
    number = crc32(repr((seed, asked)).encode())
    if number % 1000 >= share * 1000:
        return None
    return FAILURES[number // 1000 % len(FAILURES)](source="injected")


class FaultyScope(RequestScope):
    """Root fields fail as a whole, links and entities key by key or, now and then, a whole batch."""

    seed, share = 0, 0.0

    async def _ask(self, field: RootField, arguments: Any, selected: frozenset[str]) -> Any:
        if error := failure(self.seed, self.share / 3, field.name, sorted(arguments.items())):
            raise error
        return await super()._ask(field, arguments, selected)

    async def follow_once(
        self, link: Link, level: Sequence[Keyed], arguments: Any, selected: Any
    ) -> Sequence[Any]:
        keys = [parent.key for parent in level]
        if self._trace is not None or len(set(keys)) != len(keys):
            return await super().follow_once(link, level, arguments, selected)  # which uses a loader
        try:
            spoilt = self._failures(_group(link, arguments, selected), keys)
        except GatewayError as error:
            return [error] * len(level)
        rest = [parent for parent in level if parent.key not in spoilt]
        given = await super().follow_once(link, rest, arguments, selected) if rest else ()
        found = dict(zip([parent.key for parent in rest], given, strict=True)) | spoilt
        return [found[key] for key in keys]

    def _link_loader(self, link: Link, group: Any, arguments: Any, selected: Any) -> BatchLoader[str, Any]:
        loader = super()._link_loader(link, group, arguments, selected)
        return self._spoilt(loader, _group(link, arguments, selected))

    def _entity_loader(self, name: str) -> BatchLoader[str, Any]:
        known = name in self._entities
        loader = super()._entity_loader(name)
        return loader if known else self._spoilt(loader, (name,))

    def _spoilt(self, loader: BatchLoader[str, Any], group: tuple[str, ...]) -> BatchLoader[str, Any]:
        fetch = loader._fetch

        async def fetch_some(keys: Sequence[str]) -> Mapping[str, Any]:
            spoilt = self._failures(group, keys)
            rest = [key for key in keys if key not in spoilt]
            return {**(await fetch(rest) if rest else {}), **spoilt}

        loader._fetch = fetch_some  # type: ignore[method-assign]  # a loader cannot be asked what it fetches with
        return loader

    def _failures(self, group: tuple[str, ...], keys: Sequence[str]) -> dict[str, GatewayError]:
        """Which keys fail; raises when all of them do."""
        if error := failure(self.seed, self.share / 10, group):
            raise error
        failed = {key: failure(self.seed, self.share, group, key) for key in keys}
        return {key: error for key, error in failed.items() if error}


def _group(link: Link, arguments: Any, selected: Any) -> tuple[str, ...]:
    """The same in every process, so that a seed tells all."""
    return (link.on, link.name, repr(sorted(arguments.items())), *sorted(selected))
