"""What the Region decided: when phases open, which versions of rules and questionnaires hold from when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from sources.apidae.opening.span import paris_day
from sources.apidae.workflow.model import Moment, Part

KEY = "rules"


class Decision(Part):
    """One decision: never changed, a later one about the same thing takes its place."""

    about: Literal["PHASE", "POLICY", "QUESTIONNAIRE"]
    key: str
    """The key of a phase, a version of the policy, or kind and version like `ACTIVITY/2021-4`."""
    begins: Moment | None
    """When the phase opens or the version comes into force; None: the phase is closed or not planned."""
    at: Moment
    by: str
    """The account that decided: for the journal, shown to nobody."""


class Rulings(Part):
    """All decisions in their order. Versions of the policy and phases themselves are files."""

    decisions: tuple[Decision, ...] = Field(default=())

    @property
    def revision(self) -> int:
        """Counts the decisions."""
        return len(self.decisions)

    def openings(self) -> dict[str, datetime | None]:
        """When each phase opens that was decided about."""
        return {one.key: one.begins for one in self._about("PHASE")}

    def publications(self) -> list[tuple[date, str]]:
        """The days from which on versions hold, as they were decided one after the other."""
        return self._days("POLICY")

    def questionnaires(self) -> list[tuple[date, str]]:
        """The days from which on questionnaires are sent, as they were decided one after the other."""
        return self._days("QUESTIONNAIRE")

    def with_one(self, decision: Decision) -> Rulings:
        """These and one more."""
        return Rulings(decisions=(*self.decisions, decision))

    def document(self) -> dict[str, Any]:
        """As it is kept; `read` gives it back."""
        listed = [one.model_dump(by_alias=True, exclude_none=True) for one in self.decisions]
        return {"_id": KEY, "revision": self.revision, "decisions": listed}

    @classmethod
    def read(cls, document: dict[str, Any] | None) -> Rulings:
        """The rulings of a document; none of none."""
        listed = document["decisions"] if document else []
        return cls(decisions=tuple(Decision.model_validate({"begins": None, **one}) for one in listed))

    def _days(self, what: str) -> list[tuple[date, str]]:
        return [(paris_day(one.begins), one.key) for one in self._about(what) if one.begins]

    def _about(self, what: str) -> Iterable[Decision]:
        return (one for one in self.decisions if one.about == what)
