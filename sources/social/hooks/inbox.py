"""Changes that arrived and were acknowledged: kept until they are done, each once, whatever crashes."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence

from gateway.errors import GatewayError, SourceError
from gateway.source import Context
from gateway.store import UpdateOne
from sources.social.hooks.changes import Change, What
from sources.social.linking import link_again
from sources.social.mapping import post_key
from sources.social.media import Document
from sources.social.moderation.showing import Rules
from sources.social.runtime import Runtime

logger = logging.getLogger("sources.social")

PART = 200


async def receive(runtime: Runtime, changes: Sequence[Change]) -> int:
    """Keep changes that are new; how many. Returning means that they will be done."""
    now = runtime.clock.now()
    writes = [
        UpdateOne(
            {"_id": one.name}, {"$setOnInsert": {**_document(one), "done": False, "at": now}}, upsert=True
        )
        for one in changes
    ]
    return (await runtime.inbox.bulk_write(writes)).upserted


async def work_off(ctx: Context[Runtime]) -> str:
    """Do all that is kept and not done; what cannot be read now is left for the next time."""
    async with ctx.runtime.one_at_a_time:
        return await _work_off(ctx.runtime)


async def _work_off(runtime: Runtime) -> str:
    done = 0
    while rows := await runtime.inbox.find({"done": False}, sort=(("_id", 1),), limit=PART):
        finished = [name for name, ok in (await _do(runtime, rows)).items() if ok]
        await runtime.inbox.update_many({"_id": {"$in": finished}}, {"$set": {"done": True}})
        done += len(finished)
        if len(finished) < len(rows):
            return f"{done} changes done, {len(rows) - len(finished)} left for later."
    return f"{done} changes done." if done else "No change arrived."


async def work_off_soon(ctx: Context[Runtime]) -> None:
    """The same beside the answer to Meta; a failure is left to the job."""
    try:
        await work_off(ctx)
    except GatewayError as error:
        logger.warning("changes are left for later: %s", error.code)


async def _do(runtime: Runtime, rows: Sequence[Document]) -> dict[str, bool]:
    """Whether each row is done."""
    ours = {record.key for record in await runtime.book.all() if record.may_be_read}
    names: dict[str, bool] = {row["_id"]: True for row in rows if row["account"] not in ours}
    mine = [row for row in rows if row["account"] in ours]
    removed = [row for row in mine if row["what"] == What.REMOVE.value]
    await runtime.store.remove([_key(row) for row in removed], runtime.clock.now())
    names |= {row["_id"]: True for row in removed}
    for row in mine:
        if row["what"] in {What.HIDE.value, What.SHOW.value}:
            hidden = {"byAuthor": row["what"] == What.HIDE.value}
            await runtime.store.moderate(_key(row), hidden, Rules(runtime.settings.blocked))
            names[row["_id"]] = True
    return names | await _read_again(runtime, [row for row in mine if row["what"] == What.READ.value])


async def _read_again(runtime: Runtime, rows: Iterable[Document]) -> dict[str, bool]:
    by_account: dict[str, list[Document]] = defaultdict(list)
    for row in rows:
        by_account[row["account"]].append(row)
    done: dict[str, bool] = {}
    for account, changed in by_account.items():
        answers = await runtime.on_demand.refresh(account, [row["post"] for row in changed])
        await link_again(runtime, [post_key(account.partition(":")[0], one) for one in answers])
        done |= {row["_id"]: not isinstance(answers[row["post"]], SourceError) for row in changed}
    return done


def _document(change: Change) -> Document:
    return {"account": change.account, "post": change.post, "what": change.what.value, "done": False}


def _key(row: Document) -> str:
    return post_key(row["account"].partition(":")[0], row["post"])
