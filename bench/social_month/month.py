"""Plays the month on one clock and looks at the feed: what it shows, what is stale, what was called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.social_month.calendar import DAY, events
from gateway.errors import GatewayError
from sources.social.accounts.connecting import revoke
from sources.social.emulator import defaults
from sources.social.hooks.inbox import work_off
from sources.social.sync import sync

MINUTES = 30 * DAY
FEED = "{ socialPosts(first: 50) { totalCount edges { node { id stale media { url sizes { width } } } } } }"


class Month:
    """A world of the tests, an emulator in the same process, and what was seen so far."""

    def __init__(self, world: Any, emulator: Any, say: Callable[[str], None]) -> None:
        """`emulator` is the state of the emulated Graph API; `say` gets the lines of the timeline."""
        self.world = world
        self.emulator = emulator
        self.say = say
        self.minute = 0
        self.deleted: dict[str, int] = {}
        self.empty: list[int] = []
        self.late: list[str] = []
        self.answers: list[str] = []
        self._last = ""
        self._later: list[Any] = []

    async def play(self, step: int = 60) -> None:
        """The whole month; the feed is looked at every `step` minutes and when something happens."""
        waiting = events()
        await self._cycle()
        while self.minute < MINUTES:
            next_event = waiting[0].minute if waiting else MINUTES
            until = min(self.minute + step, next_event, await self._due(), MINUTES)
            self._advance(max(until - self.minute, 1))
            while waiting and waiting[0].minute <= self.minute:
                event = waiting.pop(0)
                self.say(f"{self._when()}  {event.title}")
                event.do(self)
                await self._do_later()
            if await self._due() <= self.minute:
                await self._cycle()
            await self._look()

    # what the calendar does

    def delete(self, network: str) -> None:
        """Delete the newest post of ours on a network."""
        world = self.emulator.library.world
        post = (world.page_posts if network == "facebook" else world.instagram.posts)[0]
        self.emulator.library.delete(post.id)
        self.deleted[f"{network}:{post.id}"] = self.minute

    def edit(self, text: str) -> None:
        """Change the text of the Page's newest post."""
        self.emulator.library.world.page_posts[0].message = text

    def use(self, budget: str, percent: float, minutes: int | None = None) -> None:
        """Set how much of a limit is used, the rest of the calls being somebody else's."""
        options = self.emulator.options
        names = {options.page_id: "pages:", options.ig_user_id: "instagram:"}
        counter = self.emulator.usage.counter(f"{names.get(budget, '')}{budget}")
        counter.set_percent(percent, self.emulator.now(), minutes * 60 if minutes else None)

    def token(self, state: str) -> None:
        """Expire or revoke the token, or give it life; then the operator asks for all accounts again."""
        self.emulator.tokens.set_state(defaults.PAGE_TOKEN, state)
        if state == "ok":
            self._later.append(self._ask_again)

    def retire(self, version: str) -> None:
        """Let a version die."""
        self.emulator.versions.sunset.add(version)

    def revive(self, version: str) -> None:
        """Let a version live again."""
        self.emulator.versions.sunset.discard(version)

    def turn_personal(self) -> None:
        """Make the first scout's account one that cannot be read any more."""
        self.emulator.library.world.scouts.pop(defaults.SCOUT_USERNAMES[0])

    def withdraw(self) -> None:
        """Take the last scout's account from the card: the consent is gone."""
        self.world.shelf.scouts = self.world.shelf.scouts[:-1]

    def fault(self, mode: str) -> None:
        """Let every answer go wrong."""
        value = {"status": 503, "cut": 50, "html": 500}[mode]
        self.emulator.faults.order({"mode": mode, "value": value})

    def mend(self) -> None:
        """End all faults."""
        self.emulator.faults.ordered.clear()

    def revoke(self) -> None:
        """Revoke the Page by hand."""
        self._later.append(lambda: revoke(self.world.runtime, f"FACEBOOK:{defaults.PAGE_ID}", "OPERATOR"))

    # the machine

    async def _ask_again(self) -> None:
        for record in await self.world.runtime.book.all():
            await self.world.runtime.book.make_due(record.key, self.world.clock.now())

    async def _do_later(self) -> None:
        waiting, self._later = self._later, []
        for work in waiting:
            await work()

    async def _due(self) -> int:
        """The minute at which the next account is due."""
        now = self.world.clock.now()
        plans = [
            one.next_sync for one in await self.world.runtime.book.all() if one.may_be_read and one.next_sync
        ]
        seconds = min(((plan - now).total_seconds() for plan in plans), default=3600.0)
        return self.minute + max(0, -int(-seconds // 60))

    async def _cycle(self) -> None:
        try:
            await sync(self.world.context())
            await work_off(self.world.context())
        except GatewayError as error:
            self.say(f"{self._when()}  the cycle failed: {error.code}")

    async def _look(self) -> None:
        data = await self.world.ask(FEED)
        posts = data["socialPosts"]
        stale = sum(edge["node"]["stale"] for edge in posts["edges"])
        if not posts["edges"]:
            self.empty.append(self.minute)
        how = "all" if stale == len(posts["edges"]) else stale or "none"
        line = f"{posts['totalCount']} posts, {how} stale; {await self._states()}"
        if line != self._last:
            self._last = line
            self.say(f"{self._when()}      {line}")
        await self._look_for_deleted()
        self.answers.append(str(data))

    async def _states(self) -> str:
        """The accounts that are not well."""
        records = await self.world.runtime.book.all()
        told = sorted(f"{one.key.partition(':')[2]} {one.state.value}" for one in records)
        return ", ".join(text for text in told if not text.endswith(" OK")) or "all accounts OK"

    async def _look_for_deleted(self) -> None:
        every = self.world.runtime.settings.sync_seconds / 60
        for key, since in list(self.deleted.items()):
            if not await self.world.documents("posts", _id=key):
                self.say(f"{self._when()}      {key} is gone {self.minute - since} minutes later")
                del self.deleted[key]
            elif self.minute - since > every:
                self.late.append(key)

    def _advance(self, minutes: int) -> None:
        self.world.clock.advance(minutes * 60)
        self.emulator.clock.advance(minutes * 60)
        self.minute += minutes

    def _when(self) -> str:
        day, rest = divmod(self.minute, DAY)
        return f"day {day + 1:>2} {rest // 60:02}:{rest % 60:02}"
