"""What is kept of a path beside its outcome: answers, who signed, what was asked for, the journal."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal

from pydantic import Field

from sources.apidae.workflow.model import Charter, Diagnosis, Moment, Part, Workflow

Document = dict[str, Any]
Value = Literal["YES", "NO", "NOT_APPLICABLE"]


class Step(Enum):
    """What somebody did or tried to do with a dossier."""

    PRESELECT = "PRESELECT"
    WITHDRAW_PRESELECTION = "WITHDRAW_PRESELECTION"
    SEND_QUESTIONNAIRE = "SEND_QUESTIONNAIRE"
    ANSWER = "ANSWER"
    SIGN_CHARTER = "SIGN_CHARTER"
    REQUEST_CORRECTION = "REQUEST_CORRECTION"
    REVIEW = "REVIEW"
    WITHDRAW_OFFER = "WITHDRAW_OFFER"
    REINSTATE_OFFER = "REINSTATE_OFFER"


class Answer(Part):
    """The answer to one indicator; `evidence` are addresses of documents or numbers of certificates."""

    value: Value
    comment: str = ""
    evidence: tuple[str, ...] = ()


class Entry(Part):
    """An entry of the journal; it is never changed. `revision` is that of the dossier after a step that was
    done, and the one that was found by a step that was refused."""

    id: str = Field(validation_alias="_id", serialization_alias="_id")
    offer: int
    revision: int
    step: Step
    codes: tuple[str, ...] = ()
    """Why it was refused; empty for a step that was done."""
    subject: str
    role: str
    at: Moment
    made: str = ""
    """The key under which the call that did it is found again."""
    indicators: tuple[str, ...] = ()
    """Which answers changed; never what they say."""


class Correction(Part):
    """What the office asked the respondent to look at again."""

    at: Moment
    comment: str
    indicators: tuple[str, ...] = ()


class Signatory(Part):
    """Who signed. Shown to nobody: not to the office, not to the Region, in no log and no export."""

    subject: str
    name: str
    at: Moment


class Round(Part):
    """A diagnosis that a newer one has taken the place of, as it was."""

    diagnosis: Diagnosis
    charter: Charter | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)


class Private(Part):
    """What is kept apart, see `sources.apidae.workflow.store.APART`."""

    answers: dict[str, Answer] = Field(default_factory=dict)
    """By the key of the indicator."""
    signatory: Signatory | None = None
    correction: Correction | None = None
    review_comment: str = ""
    former: tuple[Round, ...] = ()
    last: Entry | None = None
    """The newest entry of the journal, written with what it tells of; then it is copied to the others."""


class Path(Part):
    """All that is kept of the path of one offer."""

    workflow: Workflow
    private: Private = Private()

    @property
    def number(self) -> int:
        """The number of the offer in Apidae."""
        return self.workflow.number

    @property
    def version(self) -> int:
        """Counts the changes; 0 before the first one."""
        return self.workflow.revision

    @classmethod
    def read(cls, document: Document) -> Path:
        """The path of a document."""
        rest = {name: value for name, value in document.items() if name not in {"private", "unsettled"}}
        private = Private.model_validate(document.get("private") or {})
        return cls(workflow=Workflow.model_validate(rest), private=private)
