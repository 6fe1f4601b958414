"""A source behind a cache: counts its calls, and fails, waits or knows nothing as a test says."""

import asyncio


class Source:
    def __init__(self):
        self.calls = []
        self.error = None
        self.gate = None
        self.unknown = set()
        self.version = 0

    async def load(self):
        """For `get`: the number of the call."""
        return (await self.load_many(["k"])).get("k")

    async def load_many(self, keys):
        self.calls.append(list(keys))
        self.version += 1
        version = self.version
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return {key: f"{key}{version}" for key in keys if key not in self.unknown}

    def hold(self):
        self.gate = asyncio.Event()
        return self.gate
