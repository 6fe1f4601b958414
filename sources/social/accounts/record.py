"""One account as it is kept: who it is, how it is read, who agreed, and how reading goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, SCOUT
from sources.social.times import aware, aware_or_none


class Kind(Enum):
    """Whose account it is."""

    OWNED = "OWNED"
    SCOUT = "SCOUT"
    PARTNER = "PARTNER"


class Way(Enum):
    """How an account is read: with a token of its own, or found by its name with one of ours."""

    PAGE = "PAGE"
    INSTAGRAM = "INSTAGRAM"
    DISCOVERY = "DISCOVERY"


class Listed(Enum):
    """Who brought an account here: only accounts that an operator connected stay when nobody lists them."""

    SETTINGS = "SETTINGS"
    CARDS = "CARDS"
    OPERATOR = "OPERATOR"


class State(Enum):
    """How reading an account goes."""

    OK = "OK"
    STALE = "STALE"
    NEEDS_TOKEN = "NEEDS_TOKEN"  # noqa: S105 - a state
    THROTTLED = "THROTTLED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to what, and whether it still holds. `proof` says where the agreement is kept."""

    by: str
    version: str
    given_at: datetime
    proof: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account. `subject` is the network's own id of the person who connected it, for deauthorisation.

    `token` is sealed; `token_print` names the token that was used last. `scouts` are the keys of the
    scouts who have this handle on their card: their consent is kept by its owner and asked each time.
    """

    key: str
    way: Way
    kind: Kind
    listed: Listed
    handle: str = ""
    name: str = ""
    scouts: tuple[str, ...] = ()
    consent: Consent | None = None
    subject: str = ""
    token: bytes | None = field(default=None, repr=False)
    token_expires: datetime | None = None
    token_print: str = ""
    approved: bool = True
    state: State = State.OK
    reason: str = ""
    last_good_sync: datetime | None = None
    next_sync: datetime | None = None

    @property
    def network(self) -> str:
        """The network it is on."""
        return FACEBOOK if self.way is Way.PAGE else INSTAGRAM

    @property
    def origin(self) -> str:
        """Who speaks in its posts."""
        return SCOUT if self.kind is Kind.SCOUT else INSTITUTIONAL

    @property
    def meta_id(self) -> str:
        """The id or, for a discovered account, the user name."""
        return self.key.partition(":")[2].removeprefix("@")

    @property
    def may_be_read(self) -> bool:
        """Whether nobody took back what allows us to read it."""
        withdrawn = self.consent is not None and self.consent.withdrawn_at is not None
        return self.state is not State.REVOKED and not withdrawn


def record_of(document: Mapping[str, Any]) -> AccountRecord:
    """The account in a stored document."""
    return AccountRecord(
        key=document["_id"],
        way=Way(document["way"]),
        kind=Kind(document["kind"]),
        listed=Listed(document["listed"]),
        handle=document.get("handle", ""),
        name=document.get("name", ""),
        scouts=tuple(document.get("scouts", ())),
        consent=_consent(document.get("consent")),
        subject=document.get("subject", ""),
        token=document.get("token"),
        token_expires=aware_or_none(document.get("tokenExpires")),
        token_print=document.get("tokenPrint", ""),
        approved=document.get("approved", True),
        state=State(document["state"]),
        reason=document.get("reason", ""),
        last_good_sync=aware_or_none(document.get("lastGoodSync")),
        next_sync=aware_or_none(document.get("nextSync")),
    )


def consent_document(consent: Consent) -> dict[str, Any]:
    """How a consent is stored."""
    return {
        "by": consent.by,
        "version": consent.version,
        "givenAt": consent.given_at,
        "proof": consent.proof,
        "withdrawnAt": consent.withdrawn_at,
    }


def _consent(document: Mapping[str, Any] | None) -> Consent | None:
    if document is None:
        return None
    return Consent(
        by=document["by"],
        version=document["version"],
        given_at=aware(document["givenAt"]),
        proof=document.get("proof", ""),
        withdrawn_at=aware_or_none(document.get("withdrawnAt")),
    )
