"""What the developers' home page shows, taken from the running gateway."""

from __future__ import annotations

from gateway import __version__
from gateway.console import HomeState, SourceCard
from gateway.health import SourceHealth, State
from gateway.opened import OpenedSources

SENTENCES: dict[State, str | None] = {
    State.OK: None,
    State.DOWN: "Does not answer; its fields are null until it is back.",
    State.DISABLED: "Switched off in this deployment.",
}


def home_state(opened: OpenedSources) -> HomeState:
    """Version and sources with their states."""
    return HomeState(
        version=__version__,
        sources=tuple(_card(opened, health) for health in opened.health.all()),
    )


def _card(opened: OpenedSources, health: SourceHealth) -> SourceCard:
    source = opened.by_name[health.source].source
    told = [notice.text for notice in opened.notices(health.source)]
    return SourceCard(
        name=source.name,
        title=source.title,
        description=source.description,
        state=health.state.name,
        since=health.since,
        message=SENTENCES[health.state] or " ".join(told) or None,
    )
