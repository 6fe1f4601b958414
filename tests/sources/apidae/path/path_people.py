"""People who work on paths, over HTTP, and the offers that they work on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.app import Gateway, configure
from gateway.identity import RoleName
from gateway.testing.stage import Stage
from sources.apidae.path.owners import Owned
from sources.apidae.path.store import JOURNAL
from sources.apidae.questionnaires.book import own_questionnaires
from sources.apidae.questionnaires.model import QuestionnaireKind
from sources.apidae.workflow.store import WORKFLOWS

FORM = own_questionnaires().versions(QuestionnaireKind.ACTIVITY)[0]
INDICATORS = list(FORM.axes)
DOSSIER = """
  offer { id } reasons { code } notices { code }
  levels { axis fromApidae fromWorkflow } withdrawnAt preselectedAt
  diagnosis { questionnaireVersion reviewedAt charter { isValid signatoryRole } }
  path { version stage respondent applicable answered answersHash charterVersion withdrawalNote
    answers { indicator value comment evidence } correction { comment indicators } reviewComment }
"""


@dataclass
class Person:
    """Somebody with a token, or with none."""

    stage: Stage
    token: str = ""

    def ask(self, query: str, **variables: Any) -> Any:
        """The answer, data and errors."""
        headers = {"Authorization": self.token} if self.token else {}
        return self.stage.ask(query, variables, **headers).json()

    def do(self, name: str, number: int, **input: Any) -> Any:
        """One step; its payload."""
        kinds = {"preselectOffer", "withdrawPreselection", "sendQuestionnaire", "reinstateOffer"}
        kind = "OfferStepInput" if name in kinds else f"{name[0].upper()}{name[1:]}Input"
        key = input.pop("key", None)
        query = (
            f"mutation ($input: {kind}!, $key: String) {{ {name}(input: $input, idempotencyKey: $key) "
            f"{{ dossier {{ {DOSSIER} }} userErrors {{ code field message }} }} }}"
        )
        answer = self.ask(query, input={"apidaeId": number, **input}, key=key)
        assert "errors" not in answer, answer
        return answer["data"][name]

    def refused(self, name: str, number: int, **input: Any) -> list[str]:
        """The codes of a step that is refused."""
        payload = self.do(name, number, **input)
        assert payload["dossier"] is None
        return [one["code"] for one in payload["userErrors"]]

    def done(self, name: str, number: int, **input: Any) -> Any:
        """The dossier after a step that is done."""
        payload = self.do(name, number, **input)
        assert not payload["userErrors"], payload
        return payload["dossier"]

    def dossier(self, number: int) -> Any:
        """The dossier, None when it is not for them."""
        found = self.ask(
            f"{{ viewer {{ dossiers(apidaeId: {number}) {{ edges {{ node {{ {DOSSIER} }} }} }} }} }}"
        )
        dossiers = found["data"]["viewer"]["dossiers"]
        return dossiers["edges"][0]["node"] if dossiers and dossiers["edges"] else None

    def journal(self, number: int) -> list[Any]:
        """All entries, page by page."""
        entries: list[Any] = []
        after = "null"
        while True:
            found = self.ask(
                f"{{ viewer {{ dossiers(apidaeId: {number}) {{ edges {{ node {{ journal(first: 60, after: {after}) "
                "{ edges { node { at step role subject isDone codes version indicators } } "
                "pageInfo { hasNextPage endCursor } } } } } } }"
            )
            page = found["data"]["viewer"]["dossiers"]["edges"][0]["node"]["journal"]
            entries += [edge["node"] for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                return entries
            after = f'"{page["pageInfo"]["endCursor"]}"'

    def version(self, number: int) -> int:
        """The version to expect."""
        return int(self.dossier(number)["path"]["version"])


def all_yes(value: str = "YES") -> list[dict[str, Any]]:
    """An answer to everything."""
    return [{"indicator": key, "value": value} for key in INDICATORS]


@dataclass
class Ground:
    """Public offers that are answered for by their provider, or by their office."""

    stage: Stage
    by_provider: list[Owned]
    by_office: list[Owned]
    taken: list[Owned] = field(default_factory=list)

    def person(self, subject: str, *roles: tuple[RoleName, object]) -> Person:
        """Somebody with roles."""
        given = [(name, None if scope is None else str(scope)) for name, scope in roles]
        return Person(self.stage, self.stage.token(subject, *given))

    def take(self, listed: list[Owned]) -> Owned:
        """An offer that no other test has used."""
        found = listed.pop()
        self.taken.append(found)
        return found


async def found_offers(stage: Stage) -> tuple[list[Owned], list[Owned]]:
    """Public offers with an office, those of providers and those of offices."""
    async with Gateway(configure(stage.environ), jobs=False).open() as opened:
        runtime = opened.by_name["apidae"].runtime()
        await runtime.mirror.states.read()
        objects = runtime.mirror.states.slots.objects
        where = {"public": True, "ownOffice": {"$exists": True}}
        numbers = [one["_id"] for one in await objects.find(where, sort=(("_id", -1),), limit=60)]
        known = await runtime.paths.store.of(numbers)
        owned = await runtime.paths.owners.of(one for one in numbers if not known[one].version)
        roles = {number: await runtime.paths.owners.respondent(number) for number in owned}
        return (
            [one for number, one in owned.items() if roles[number] == "PROVIDER"],
            [one for number, one in owned.items() if roles[number] == "OFFICE"],
        )


async def forget(stage: Stage, numbers: Sequence[int]) -> None:
    """Leave the stage as it was found."""
    async with Gateway(configure(stage.environ), jobs=False).open() as opened:
        runtime = opened.by_name["apidae"].runtime()
        room = runtime.mirror._room
        await room.collection(WORKFLOWS).delete_many({"_id": {"$in": list(numbers)}})
        await room.collection(JOURNAL).delete_many({"offer": {"$in": list(numbers)}})
        await runtime.mirror.rejudge(numbers)


def ground_of(stage: Stage) -> Ground:
    """The ground for a file of tests."""
    return Ground(stage, *asyncio.run(found_offers(stage)))
