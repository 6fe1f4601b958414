"""Who and what the public may see: the only place of this source that decides it.

A community is public while it is active. A scout is public who is approved, has signed the charter,
consents to be published and is an active member of a public community. A content is public that is
published and whose author is. The outcome is written into the documents: `visible` in both; in scouts
`communities`, in contents `shown`, the keys under which they are listed, empty unless they are public.
So each list is one index, and a list by such a key cannot forget the condition. Whoever changes a
document, or the state of a community, writes it and what depends on it through this module.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sources.scouts.documents import (
    CommunityDocument,
    ContentDocument,
    Document,
    PictureDocument,
    Purpose,
    ScoutDocument,
    ShownDocument,
)
from sources.scouts.folding import fold

PUBLIC_COMMUNITY: Document = {"state": "ACTIVE"}
PUBLIC: Document = {"visible": True}
"""The condition of every read of scouts and of contents that does not go by a key of `listed_under`."""


def listed_under(field: str) -> str:
    """The path of the keys under which public contents are listed, e.g. by `offers`."""
    return f"shown.{field}"


def with_visibility(
    communities: Sequence[CommunityDocument],
    scouts: Sequence[ScoutDocument],
    contents: Sequence[ContentDocument],
) -> tuple[list[ScoutDocument], list[ContentDocument]]:
    """Copies of the documents that carry who may see them; authors and communities must be among them."""
    active = {community["_id"] for community in communities if community["state"] == "ACTIVE"}
    seen = [seen_scout(scout, active) for scout in scouts]
    by_key = {scout["_id"]: scout for scout in seen}
    return seen, [seen_content(content, by_key.get(content["scout"])) for content in contents]


def seen_scout(scout: ScoutDocument, active: Collection[str]) -> ScoutDocument:
    """A copy of the scout that carries who may see it; `active` are the keys of public communities."""
    public_in = [key for key in scout["homes"] if key in active]
    visible = (
        scout["state"] == "APPROVED"
        and scout["charter"] is not None
        and consents(scout, "PUBLISH")
        and bool(public_in)
    )
    return {**scout, "visible": visible, "communities": public_in if visible else []}


def seen_content(content: ContentDocument, author: ScoutDocument | None) -> ContentDocument:
    """A copy of the content that carries who may see it; `author` went through `seen_scout`."""
    visible = (
        content["state"] == "PUBLISHED"
        and content["postedAt"] is not None
        and author is not None
        and bool(author.get("visible"))
    )
    shown = _listing(content, author) if author and visible else None
    return {**content, "visible": visible, "shown": shown}


HIDING: Document = {"visible": False, "shown": None}
"""What hides a content, whatever its state: for all contents of a scout who may no longer be seen."""


def consents(scout: ScoutDocument, purpose: Purpose) -> bool:
    """Whether the scout agreed to a purpose and has not taken it back."""
    return any(one["purpose"] == purpose and one["withdrawnAt"] is None for one in scout["consents"])


def shown_portrait(scout: ScoutDocument) -> PictureDocument | None:
    """The portrait, when the scout agrees that it is shown."""
    return scout["portrait"] if consents(scout, "PORTRAIT") else None


def shown_handles(scout: ScoutDocument) -> Mapping[str, str]:
    """Accounts on networks, when the scout agrees that posts are taken from there."""
    return scout["handles"] if consents(scout, "SOCIAL_IMPORT") else {}


def _listing(content: ContentDocument, author: ScoutDocument) -> ShownDocument:
    return {
        "scout": content["scout"],
        "communities": author.get("communities", []),
        "offers": content["offers"],
        "communes": content["communes"],
        "territories": list(dict.fromkeys(fold(one["name"]) for one in content["territories"])),
        "locales": sorted(tag.lower() for tag in content["body"] or content["title"]),
        "at": content["at"],
    }
