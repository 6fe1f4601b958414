"""What a mutation raises when it refuses what a person asked: the payload then tells why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from gateway.errors import BadInput, GatewayError, LimitExceeded, NotFound
from gateway.graph.text import Texts
from gateway.mutations.codes import USER_CODES


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. `code` is a key of `USER_CODES`.

    `field` leads to the input that is meant, e.g. `input.text`, "" for none; `texts` replace the code's
    own sentence, in French at least.
    """

    code: str
    field: str = ""
    texts: Texts | None = None

    def __post_init__(self) -> None:
        """A code that is not in the table is a mistake of ours."""
        if self.code not in USER_CODES:
            raise ValueError(f"{self.code} is no code of USER_CODES")


class Refused(Exception):  # noqa: N818  # an expected outcome, not an error
    """Raised in a mutation, however deep: nothing was done, and `refusals` say why."""

    def __init__(self, *refusals: Refusal) -> None:
        """All the reasons that are known, not only the first."""
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


def refuse(code: str, field: str = "", *, texts: Texts | None = None) -> NoReturn:
    """Refuse for one reason."""
    raise Refused(Refusal(code, field, texts))


def refusal_of(error: GatewayError) -> Refusal | None:
    """An error of the shared code (ids, cursors, arguments, limits) as a refusal; None for real failures."""
    if isinstance(error, NotFound):
        return Refusal("NOT_FOUND")
    if isinstance(error, BadInput):
        code = error.code if error.code in USER_CODES else "INVALID_ARGUMENT"
        texts = {"fr": USER_CODES[code].fr, "en": error.message}
        return Refusal(code, error.argument or "", texts)
    if isinstance(error, LimitExceeded):
        return Refusal("INVALID_ARGUMENT", texts={"fr": USER_CODES["COST_LIMIT"].fr, "en": error.message})
    return None
