"""Answers one call: retired parameters, token, proof, limits, then the node or edge that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import errors, oauth, oembed
from sources.social.emulator.calls import Answer
from sources.social.emulator.errors import GraphError
from sources.social.emulator.fields import Selection, parse_fields
from sources.social.emulator.instagram_nodes import HASHTAG, INSTAGRAM
from sources.social.emulator.media_nodes import CHILD, MEDIA
from sources.social.emulator.nodes import render
from sources.social.emulator.page_nodes import PAGE, POST, USER
from sources.social.emulator.state import Reading
from sources.social.emulator.usage import Charge

if TYPE_CHECKING:
    from sources.social.emulator.calls import Call
    from sources.social.emulator.nodes import NodeKind
    from sources.social.emulator.state import Emulator
    from sources.social.emulator.tokens import Token

RETIRED: Final = ("pretty", "debug", "date_format", "metadata")
_OPEN: Final = {"oauth/access_token": oauth.exchange}


@dataclass(slots=True)
class _Run:
    """One call on its way: what it was charged on is known only after the token."""

    emulator: Emulator
    call: Call
    version: str
    charges: tuple[Charge, ...] = ()


def answer(emulator: Emulator, call: Call) -> Answer:
    """Answer a call; errors become their JSON body, and usage headers come with both."""
    version = emulator.versions.served(call.asked, emulator.clock.now())
    emulator.journal.versions[call.asked or "none"] += 1
    run = _Run(emulator, call, version)
    trace = emulator.trace()
    try:
        status, body = 200, _read(run)
    except GraphError as fault:
        emulator.journal.errors[fault.code] += 1
        status, body = fault.status, fault.body(trace)
    headers = {"facebook-api-version": version, "x-fb-trace-id": trace, "x-fb-rev": "1000000000"}
    return Answer(status, body, headers | _usage_headers(run))


def _usage_headers(run: _Run) -> dict[str, str]:
    headers = run.emulator.usage.headers(run.charges, run.emulator.now())
    if run.emulator.modes.usage_header == "broken":
        return dict.fromkeys(headers, "{call_count: many")
    return headers


def _read(run: _Run) -> Any:
    emulator, call = run.emulator, run.call
    _count_retired(run)
    if call.path in oembed.PATHS:
        run.charges = (Charge("oembed", 4),)
        emulator.usage.charge(run.charges, emulator.now())
        return oembed.embed(emulator, call)
    if call.path in _OPEN:
        return _OPEN[call.path](emulator, call)
    token = emulator.tokens.check(call.token, emulator.now())
    emulator.tokens.check_proof(token, call.proof, required=emulator.modes.proof)
    run.charges = charges_of(emulator, call, token)
    emulator.usage.charge(run.charges, emulator.now())
    if call.path == "debug_token":
        return oauth.debug(emulator, call, token)
    return _read_node(Reading(emulator, call.base, run.version, token), call)


def _count_retired(run: _Run) -> None:
    for name in RETIRED:
        if name in run.call.params:
            run.emulator.journal.retired[name] += 1
    if not run.call.path and "ids" in run.call.params:
        run.emulator.journal.retired["ids"] += 1
        raise errors.ids_retired()


def charges_of(emulator: Emulator, call: Call, token: Token) -> tuple[Charge, ...]:
    """Tell which counters a call is charged on: Page or Instagram budget, or the app's and the user's."""
    options = emulator.options
    first = token.owner if call.first == "me" else call.first
    person = token.kind == "user"
    platform = (Charge("app", 4), Charge(f"user:{token.owner}", 17)) if person else (Charge("app", 4),)
    if first == options.page_id or first.startswith(f"{options.page_id}_"):
        if person:
            return (Charge("app", 4), Charge(f"user:{token.owner}", 32))
        return (Charge(f"pages:{options.page_id}", 80001),)
    if first == options.ig_user_id and "business_discovery" not in call.params.get("fields", ""):
        return (Charge(f"instagram:{options.ig_user_id}", 80002),)
    if emulator.library.own_media(first) or emulator.library.own_child(first):
        return (Charge(f"instagram:{options.ig_user_id}", 80002),)
    return platform


def _read_node(reading: Reading, call: Call) -> Any:
    """Answer a node, one of its edges, or the hashtag search."""
    first, _, edge = call.path.partition("/")
    if not first:
        raise errors.unsupported(call.method.lower())
    if call.method != "GET":
        return _write(reading, call, first, edge)
    chosen = parse_fields(call.params.get("fields", ""))
    if first == "ig_hashtag_search":
        return _search_hashtag(reading, call)
    kind, thing = find_node(reading, reading.token.owner if first == "me" else first)
    if not edge:
        return render(reading, kind, thing, chosen)
    if edge not in kind.edges:
        raise errors.unknown_field(edge, kind.name) if "/" not in edge else errors.unknown_path(call.path)
    return kind.edges[edge](reading, thing, Selection(edge, call.params, chosen))


def find_node(reading: Reading, identifier: str) -> tuple[NodeKind, Any]:
    """Find a readable node by its id; raises `GraphError` 100/33 for all others, posts of scouts included."""
    emulator = reading.emulator
    library = emulator.library
    if reading.token.kind in {"app", "client"}:
        raise errors.no_permission("This endpoint requires the 'pages_read_engagement' permission")
    is_user = identifier == emulator.options.user_id and reading.token.kind == "user"
    tag = emulator.hashtags.name_of(identifier)
    places: tuple[tuple[NodeKind, Any], ...] = (
        (PAGE, library.world if identifier == emulator.options.page_id else None),
        (INSTAGRAM, library.world.instagram if identifier == emulator.options.ig_user_id else None),
        (USER, identifier if is_user else None),
        (POST, library.page_post(identifier)),
        (MEDIA, library.own_media(identifier)),
        (CHILD, library.own_child(identifier)),
        (HASHTAG, (identifier, tag) if tag else None),
    )
    for kind, thing in places:
        if thing is not None:
            return kind, thing
    raise errors.missing_object(identifier)


def _search_hashtag(reading: Reading, call: Call) -> Any:
    if call.params.get("user_id") != reading.emulator.options.ig_user_id:
        raise errors.bad_parameter("The parameter user_id is required")
    if not call.params.get("q"):
        raise errors.bad_parameter("The parameter q is required")
    return {"data": [{"id": reading.emulator.hashtags.search(call.params["q"], reading.now)}]}


def _write(reading: Reading, call: Call, first: str, edge: str) -> Any:
    """Subscribe the app to the Page's webhooks, or unsubscribe it: nothing else can be written."""
    ours = {reading.emulator.options.page_id, "me"}
    if edge != "subscribed_apps" or first not in ours or reading.token.kind != "page":
        raise errors.missing_object(first, call.method.lower())
    names = call.params.get("subscribed_fields", "") if call.method == "POST" else ""
    reading.emulator.webhooks.page_fields = {name for name in names.split(",") if name}
    return {"success": True}
