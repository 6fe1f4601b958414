"""What the source holds while it is open: the client, a catalogue over it or over its mirror, communes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from gateway.cache import Ages
from gateway.errors import SourceError
from gateway.source import Notice, Opening
from gateway.upstream import Policy
from sources.apidae.access.ground import Ground
from sources.apidae.access.origins import Origins
from sources.apidae.asking import Asker
from sources.apidae.catalogue import Catalogue
from sources.apidae.client import ApidaeClient
from sources.apidae.communes import Communes
from sources.apidae.errors import classify
from sources.apidae.live import LiveCatalogue
from sources.apidae.live_places import only_mirror
from sources.apidae.mirror.communes import MirroredCommunes
from sources.apidae.mirror.decided import Decided
from sources.apidae.mirror.directory import Directory
from sources.apidae.mirror.fallback import AWAY, MirrorOrLive
from sources.apidae.mirror.mirror import POLICY as MIRROR_POLICY
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.paging import Cursors
from sources.apidae.path.desk import Paths
from sources.apidae.places.known import KnownCommunes
from sources.apidae.policy import Eligibility
from sources.apidae.query_language import QueryLanguage
from sources.apidae.questionnaires.book import QuestionnaireBook, own_questionnaires
from sources.apidae.settings import ApidaeSettings
from sources.apidae.upkeep import Upkeep, upkeep_of
from sources.apidae.workflow.store import WorkflowStore

LIVE = Notice(code="MODE", text="Every search asks Apidae (APIDAE_MODE=live).")

CONCURRENCY = 4
SCOUT_CONTENTS = "scout_contents"
"""The mark on offers that somebody's public content mentions; whose, nobody needs to know here."""
MOST_BYTES = 30_000_000
"""A page of 200 whole objects takes a few megabytes, ten at worst."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """All that functions of this source work with; `mirror` in the mode of this name only."""

    client: ApidaeClient
    catalogue: Catalogue
    communes: KnownCommunes
    asker: Asker
    ground: Ground
    origins: Origins
    eligibility: Eligibility
    decided: Decided
    mirror: Mirror | None = None
    upkeep: Upkeep | None = None
    questionnaires: QuestionnaireBook = field(default_factory=own_questionnaires)
    paths: Paths | None = None

    def kept_paths(self) -> Paths:
        """What takes steps on offers' paths; `NOT_SUPPORTED_LIVE` where no mirror is kept."""
        if self.paths is None:
            raise only_mirror(None)
        return self.paths

    async def rules(self) -> Eligibility:
        """The rules as the Region has decided; the last known ones while the database is away."""
        return (await self.ruled())[0]

    async def ruled(self) -> tuple[Eligibility, bool]:
        """The rules, and whether all that is kept was judged by the last decision about them; one command."""
        with suppress(SourceError):
            if self.mirror is not None:
                return self.eligibility, not (await self.mirror.states.read()).is_behind
            await self.decided.read()
        return self.eligibility, self.mirror is None

    async def forms(self) -> QuestionnaireBook:
        """Questionnaires, charters and campaigns, as the Region has decided."""
        return self.questionnaires.ruled((await self.rules()).rulings)

    async def directory(self) -> Directory:
        """Who and what has public offers; `INVALID_ARGUMENT` where no mirror is kept."""
        if self.mirror is None:
            raise only_mirror(None)
        return await self.mirror.directories.read()

    def notices(self) -> list[Notice]:
        """The mode, and what somebody should look into."""
        return self.upkeep.notices() if self.upkeep else [LIVE]

    async def check(self) -> None:
        """The cheapest real question to what answers searches; a mirror that is away has Apidae behind it."""
        if self.mirror:
            with suppress(*AWAY):
                return await self.mirror.check()
        await self.client.search_ids({"count": 1})
        return None

    async def standing_in(self, key: str) -> str | None:
        """The key of the public offer in the place of one that is gone; a mirror alone knows of any."""
        if self.mirror is None or not key.isdecimal() or len(key) > 15:
            return None
        with suppress(*AWAY):
            found = await self.mirror.feed.standing_in(int(key))
            return str(found) if found else None
        return None

    async def sync(self) -> str:
        """Bring the mirror up to date; a sentence that says what was done."""
        if not self.upkeep:
            return "Nothing is kept: offers are asked of Apidae."
        told, done = await self.upkeep.run()
        return " ".join([*told, done.sentence()])


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: ApidaeSettings = opening.settings
    client = _client(opening, _policy(settings))
    eligibility = Eligibility(
        settings.levels,
        settings.no_encounter_criterion,
        settings.landmark_criterion,
        settings.book,
        opening.clock,
    )
    async with AsyncExitStack() as stack:
        communes = Communes(client, opening.clock)
        stack.push_async_callback(communes.aclose)
        decided = Decided(opening.room, eligibility, opening.clock)
        live = _live(opening, client, eligibility, decided)
        stack.push_async_callback(live.aclose)
        ground = settings.ground()
        mirror = _mirror(opening, eligibility, ground) if settings.mode == "mirror" else None
        if mirror:
            stack.push_async_callback(mirror.aclose)
        catalogue: Catalogue = MirrorOrLive(mirror.catalogue, live) if mirror else live
        asked = MirroredCommunes(mirror.reader, communes) if mirror else communes
        known = KnownCommunes(ground.places, asked)
        origins = Origins(ground.places, ground.stops, catalogue)
        knows = mirror.knows_territory if mirror else _knows_none
        asker = Asker(origins, knows, opening.random)
        upkeep = None
        if mirror:
            upkeep = upkeep_of(opening, mirror, _client(opening, MIRROR_POLICY))
            stack.push_async_callback(upkeep.exports.aclose)
        book = settings.questionnaires
        paths = Paths(opening.room, mirror, book, eligibility, opening.clock) if mirror else None
        yield Runtime(
            client,
            catalogue,
            known,
            asker,
            ground,
            origins,
            eligibility,
            decided,
            mirror,
            upkeep,
            book,
            paths,
        )


async def _knows_none(_: str) -> bool:
    raise only_mirror("filter.territories")


def _policy(settings: ApidaeSettings) -> Policy:
    return Policy(
        connect=min(1.0, settings.timeout_seconds),
        total=settings.timeout_seconds,
        concurrency=CONCURRENCY,
        max_bytes=MOST_BYTES,
    )


def _client(opening: Opening, policy: Policy) -> ApidaeClient:
    settings: ApidaeSettings = opening.settings
    key = settings.api_key.get_secret_value()
    upstream = opening.upstream(settings.base_url, policy=policy, secrets=(key,), classify=classify)
    return ApidaeClient(upstream, key, settings.project_id, settings.asked_locales)


def _live(
    opening: Opening, client: ApidaeClient, eligibility: Eligibility, decided: Decided
) -> LiveCatalogue:
    settings: ApidaeSettings = opening.settings
    language = QueryLanguage(eligibility, settings.region_territory, settings.territories)
    ages = Ages(soft=settings.soft_seconds, hard=max(settings.soft_seconds, settings.hard_seconds))
    cursors = Cursors(settings.api_key.get_secret_value())
    workflows = WorkflowStore(opening.room, opening.clock)
    return LiveCatalogue(client, eligibility, language, cursors, ages, opening.clock, workflows, decided)


def _mirror(opening: Opening, eligibility: Eligibility, ground: Ground) -> Mirror:
    settings: ApidaeSettings = opening.settings
    return Mirror(
        opening.room,
        _client(opening, MIRROR_POLICY),
        eligibility,
        opening.clock,
        secret=settings.api_key.get_secret_value(),
        locales=settings.asked_locales,
        ground=ground,
        selections=settings.selections,
        retention=timedelta(days=settings.change_days),
        marked=partial(opening.marked, "Offer", SCOUT_CONTENTS),
    )
