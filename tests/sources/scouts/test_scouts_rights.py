"""Who may do what: every mutation, by every role, on own objects and those of others."""

from __future__ import annotations

from typing import Any

import pytest
from scouts_world import NOW, World, a_community, a_content, a_perk, a_scout, fill, gid

from gateway.graph.request import RequestScope
from gateway.identity import ANONYMOUS, Caller, Role
from gateway.testing.rights import Right, missing_rights
from gateway.testing.rights import rights as rows
from sources.scouts.source import source
from sources.scouts.texts import CHARTER_VERSION, CONSENT_VERSION

CALLERS = {
    "": ANONYMOUS,
    "person": Caller("sub-person"),
    "scout": Caller("sub-scout", (Role("SCOUT"),)),
    "manager": Caller("sub-manager", (Role("COMMUNITY_MANAGER", "c1"),)),
    "stranger": Caller("sub-stranger", (Role("COMMUNITY_MANAGER", "c2"), Role("SCOUT"))),
    "region": Caller("sub-region", (Role("REGION_ADMIN"),)),
    "partner": Caller("sub-partner", (Role("PARTNER", "p"), Role("OFFICE", "1"), Role("DEVELOPER"))),
}
WHOSE = ("own", "other")
"""Own: the caller's content, account, community or perk. Other: somebody else's, of community c1 where it may."""

NO, GONE, SIGN = "FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED"


def table() -> list[Right]:
    return [
        *own_account("signScoutCharter", needs_role=True),
        *own_account("giveConsent", needs_role=True),
        *own_account("withdrawConsent"),
        *own_account("exportMyData"),
        *own_account("requestErasure"),
        *by_scouts("publishContent", other=NO),
        *by_scouts("updateContent", other=NO),
        *by_anybody("withdrawContent", other=NO),
        *by_anybody("contestDecision", other=GONE, manager_other=NO, region_other=NO),
        *by_scouts("claimPerk", other=GONE),
        *rows("linkContentToOffer", nobody_own=SIGN, nobody_other=SIGN, person_own=NO, person_other=NO),
        *rows("linkContentToOffer", scout_own="", scout_other=NO, manager_own="", manager_other=""),
        *rows("linkContentToOffer", stranger_own="", stranger_other=NO, region_own="", region_other=""),
        *rows("linkContentToOffer", partner_own=NO, partner_other=NO),
        *by_managers("inviteScout", own="", other=NO),
        *by_managers("createPerk", own="", other=NO),
        *by_managers("approveScout", own=NO, other="", stranger_other=NO),
        *by_managers("moderateContent", own=NO, other="", stranger_other=NO, region=("FORBIDDEN", "")),
        *(Right("reportProblem", who, whose) for who in CALLERS for whose in WHOSE),
    ]


def own_account(name: str, *, needs_role: bool = False) -> list[Right]:
    """On the own account; with a token of somebody who is no scout there is none."""
    bare = NO if needs_role else ""
    none = NO if needs_role else GONE
    found = rows(name, nobody_own=SIGN, nobody_other=SIGN, scout_own="", scout_other=GONE)
    found += rows(name, stranger_own="", stranger_other=GONE)
    for who in ("person", "manager", "region", "partner"):
        found += [Right(name, who, "own", bare), Right(name, who, "other", none)]
    return found


def by_scouts(name: str, *, other: str) -> list[Right]:
    """Needs the role and the relation."""
    found = rows(name, nobody_own=SIGN, nobody_other=SIGN, scout_own="", scout_other=other)
    found += rows(name, stranger_own="", stranger_other=other)
    return found + [
        Right(name, who, whose, NO) for who in ("person", "manager", "region", "partner") for whose in WHOSE
    ]


def by_anybody(name: str, *, other: str, **differing: str) -> list[Right]:
    """Needs the relation alone."""
    found = rows(name, nobody_own=SIGN, nobody_other=SIGN)
    for who in list(CALLERS)[1:]:
        code = differing.get(f"{who}_other", other)
        found += [Right(name, who, "own"), Right(name, who, "other", code)]
    return found


def by_managers(
    name: str, *, own: str, other: str, stranger_other: str | None = None, region: tuple[str, str] = (NO, NO)
) -> list[Right]:
    """Needs the role for this community."""
    found = rows(name, nobody_own=SIGN, nobody_other=SIGN, manager_own=own, manager_other=other)
    found += rows(name, stranger_own=own, stranger_other=other if stranger_other is None else stranger_other)
    found += rows(name, region_own=region[0], region_other=region[1])
    return found + [Right(name, who, whose, NO) for who in ("person", "scout", "partner") for whose in WHOSE]


def test_the_table_forgets_nobody() -> None:
    assert missing_rights(source, table(), list(CALLERS), WHOSE) == []


@pytest.mark.timeout(90)
async def test_every_mutation_by_every_role_on_own_and_other_objects(world: World) -> None:
    wrong, fresh = [], False
    for row in table():
        if not fresh:
            await begin(world)
        codes = await perform(world, row)
        fresh = bool(codes)  # what was refused changed nothing
        if codes != ([row.code] if row.code else []):
            wrong.append(f"{row.mutation} by {row.who or 'nobody'} on {row.whose}: {codes}, not {row.code!r}")
    assert wrong == []


async def begin(world: World) -> None:
    books = world.scouts.books
    for collection in (books.memberships, books.claims, books.erasures, books.consents, books.contents):
        await collection.delete_many({})
    who = [name for name in CALLERS if name]
    people = [a_scout(name, "c2" if name == "stranger" else "c1") for name in who]
    contents = [a_content(f"k-{name}", name, community=home(name)) for name in who]
    contents += [a_content(f"r-{name}", name, community=home(name), state="REMOVED") for name in who]
    others = [a_content("k-author", "author"), a_content("r-author", "author", state="REMOVED")]
    homes = [a_community("c1"), a_community("c2"), a_community("c3")]
    await fill(world.scouts, homes, [*people, a_scout("author"), a_scout("new")], [*contents, *others])
    await books.perks.delete_many({})
    await books.perks.insert_many([a_perk("p-c1", "c1"), a_perk("p-c2", "c2"), a_perk("p-c3", "c3")])
    await books.scouts.delete_many({"subject": "invited-account"})


def home(who: str) -> str:
    return "c2" if who == "stranger" else "c1"


async def perform(world: World, row: Right) -> list[str]:
    caller = CALLERS[row.who]
    kind = row.mutation[0].upper() + row.mutation[1:]
    given = input_of(row)
    if given is None:
        query, variables = f"mutation {{ {row.mutation} {{ userErrors {{ code }} }} }}", {}
        if row.whose == "other" and caller.subject:
            caller = Caller("sub-nobody", caller.roles)
    else:
        query = (
            f"mutation ($input: {kind}Input!) {{ {row.mutation}(input: $input) {{ userErrors {{ code }} }} }}"
        )
        variables = {"input": given}
        if row.mutation in {"signScoutCharter", "giveConsent", "withdrawConsent"} and row.whose == "other":
            caller = Caller("sub-nobody", caller.roles) if caller.subject else caller
    result = await world.schema.execute(
        query, context_value=RequestScope(world.opened, (), caller=caller), variable_values=variables
    )
    assert result.errors is None, (row, result.errors)
    return [error["code"] for error in result.data[row.mutation]["userErrors"]]


def input_of(row: Right) -> dict[str, Any] | None:
    who, mine = row.who or "scout", row.whose == "own"
    content = gid("ScoutContent", f"k-{who}" if mine else "k-author")
    removed = gid("ScoutContent", f"r-{who}" if mine else "r-author")
    own, other = home(who), "c1" if who == "stranger" else "c2"
    community = gid("Community", own if mine else other)
    text = {"title": "Un titre", "text": "Un texte."}
    given: dict[str, dict[str, Any] | None] = {
        "signScoutCharter": {"version": CHARTER_VERSION},
        "giveConsent": {"purpose": "INVITATIONS", "version": CONSENT_VERSION},
        "withdrawConsent": {"purpose": "PORTRAIT"},
        "exportMyData": None,
        "requestErasure": None,
        "publishContent": {**text, "kind": "TIP", "community": community},
        "updateContent": {**text, "content": content, "expectedVersion": 1},
        "withdrawContent": {"content": content},
        "contestDecision": {"content": removed, "text": "Je ne suis pas d’accord."},
        "claimPerk": {"perk": gid("ScoutPerk", f"p-{own}" if mine else "p-c3")},
        "linkContentToOffer": {"content": content, "offer": gid("Offer", "5002")},
        "inviteScout": {"community": community, "account": "invited-account", "publicName": "Nouvelle"},
        "createPerk": {
            "communities": [community],
            "kind": "OTHER",
            "title": "Une place",
            "quota": 1,
            "opensAt": NOW.isoformat(),
            "closesAt": NOW.replace(year=NOW.year + 1).isoformat(),
        },
        # the other one is of community c1, whoever asks
        "approveScout": {
            "community": gid("Community", own if mine else "c1"),
            "scout": gid("Scout", who if mine else "author"),
        },
        "moderateContent": {
            "content": content,
            "expectedVersion": 1,
            "decision": "REMOVE",
            "facts": "Un fait qui se vérifie.",
            "ground": "Charte",
        },
        "reportProblem": {"about": content, "ground": "OTHER", "text": "Il y a un problème ici."},
    }
    return given[row.mutation]
