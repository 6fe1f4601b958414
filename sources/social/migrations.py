"""Versioned changes of stored documents."""

from __future__ import annotations

from gateway.store import Migration, Room
from sources.social.model import ACCOUNTS, POSTS


async def forget_first_copies(room: Room) -> None:
    """Copies of the first version lack what matching and moderation know: they are read again.

    So are the states of accounts, which settings and consents name anew.
    """
    await room.collection(ACCOUNTS).delete_many({"way": {"$exists": False}})
    await room.collection(POSTS).delete_many({"about": {"$exists": False}})


MIGRATIONS = (Migration(1, "first copies are read again", forget_first_copies),)
