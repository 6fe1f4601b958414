"""What happens in the month: a table of moments and the trouble that begins then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sources.social.emulator import defaults

HOUR, DAY = 60, 24 * 60
PAGE, OURS = defaults.PAGE_ID, defaults.IG_USER_ID

Action = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Event:
    """At `minute` of the month; `title` for the timeline; `do(month)` makes it happen."""

    minute: int
    title: str
    do: Action


def at(day: int, hour: int, title: str) -> Callable[[Action], Event]:
    """Declare an event on a day of the month, counted from 1."""
    return lambda action: Event((day - 1) * DAY + hour * HOUR, title, action)


def events() -> list[Event]:
    """All of them, in their order."""
    found = [
        at(2, 9, "a post of the Page is deleted")(lambda month: month.delete("facebook")),
        at(2, 15, "a post of Instagram is deleted")(lambda month: month.delete("instagram")),
        at(3, 10, "a post is edited")(lambda month: month.edit("Un texte nouveau")),
        at(5, 8, "the Page's quota is used to 80 %")(lambda month: month.use(PAGE, 80)),
        at(7, 8, "the Page is throttled for 25 minutes")(lambda month: month.use(PAGE, 100, minutes=25)),
        at(8, 8, "Instagram is throttled for 13 hours")(lambda month: month.use(OURS, 100, minutes=780)),
        at(9, 8, "the app has reached its limit")(lambda month: month.use("app", 100)),
        at(11, 6, "the token expires")(lambda month: month.token("expired")),
        at(12, 18, "the operator gives the token new life")(lambda month: month.token("ok")),
        at(14, 0, "v26.0 is retired, an older one answers in silence")(lambda month: month.retire("v26.0")),
        at(15, 0, "v26.0 is back")(lambda month: month.revive("v26.0")),
        at(16, 9, "a scout's account turns personal")(lambda month: month.turn_personal()),
        at(18, 12, "another scout withdraws the consent")(lambda month: month.withdraw()),
        at(20, 6, "Meta is down for a day and a half")(lambda month: month.fault("status")),
        at(21, 18, "Meta is back")(lambda month: month.mend()),
        at(23, 7, "answers are cut off in the middle")(lambda month: month.fault("cut")),
        at(23, 12, "answers are whole again")(lambda month: month.mend()),
        at(24, 7, "answers are pages of HTML")(lambda month: month.fault("html")),
        at(24, 12, "answers are JSON again")(lambda month: month.mend()),
        at(26, 9, "the rights of the token are revoked")(lambda month: month.token("revoked")),
        at(27, 9, "the operator connects again")(lambda month: month.token("ok")),
        at(29, 10, "an operator revokes the Page")(lambda month: month.revoke()),
    ]
    return sorted(found, key=lambda event: event.minute)
