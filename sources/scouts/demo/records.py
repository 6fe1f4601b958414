"""What stands beside the people of the demo: memberships, consents and signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sources.scouts import model
from sources.scouts.composing import consents_of, memberships_of, signatures_of
from sources.scouts.documents import ScoutDocument


def records_of(people: Sequence[ScoutDocument]) -> Mapping[str, Sequence[Any]]:
    """Records by collection; memberships are as old as the first consent."""
    since = {scout["_id"]: min(one["givenAt"] for one in scout["consents"]) for scout in people}
    return {
        model.MEMBERSHIPS: [
            {**one, "state": "INVITED" if scout["state"] == "INVITED" else "ACTIVE"}
            for scout in people
            for one in memberships_of(scout, since[scout["_id"]])
        ],
        model.CONSENTS: [
            record for scout in people for record in consents_of(scout["_id"], scout["consents"])
        ],
        model.SIGNATURES: [record for scout in people for record in signatures_of(scout)],
    }
