"""What is kept of the path of an offer: preselection, self-diagnosis, charter, withdrawal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

Document = dict[str, Any]


def _aware(value: object) -> object:
    """MongoDB gives times back without a zone, in UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


Moment = Annotated[AwareDatetime, BeforeValidator(_aware), AfterValidator(lambda one: one.astimezone(UTC))]
Respondent = Literal["PROVIDER", "OFFICE"]
"""Who answers and signs: the provider, or for what nobody sells the office."""


class Part(BaseModel):
    """A part of a record; in MongoDB its names are in camel case."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Withdrawal(Part):
    """An office took the offer out; nothing else of the path changes."""

    at: Moment
    by: str
    """The key of the account that did it: for the journal, shown to nobody."""
    note: str = ""


class Tally(Part):
    """The answers on one axis: how many indicators apply to the offer, and how many were answered YES."""

    yes: int = Field(default=0, ge=0)
    applicable: int = Field(default=0, ge=0)


class Diagnosis(Part):
    """A questionnaire that was sent: how far the answers are, what they add up to, the hash of them.

    The answers themselves are kept apart (`sources.apidae.path`): what is shown to visitors reads none.
    """

    questionnaire: str
    kind: str = "ACTIVITY"
    respondent: Respondent = "PROVIDER"
    sent_at: Moment | None = None
    reminded_at: Moment | None = None
    answered_at: Moment | None = None
    """When the last answer was given, once none is missing."""
    reviewed_at: Moment | None = None
    applicable: int = Field(default=0, ge=0)
    """Indicators that were not answered with NOT_APPLICABLE."""
    answered: int = Field(default=0, ge=0)
    """Those of them that have an answer."""
    tallies: dict[str, Tally] = Field(default_factory=dict)
    """By the name of the axis; what level that is, the policy says."""
    answers_hash: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every applicable indicator was answered."""
        return self.answered_at is not None and self.answered >= self.applicable


class Charter(Part):
    """A signature under the answers with this hash. Who signed is kept elsewhere: only the role is here."""

    version: str
    answers_hash: str = Field(min_length=1)
    signed_at: Moment
    role: str
    voided_at: Moment | None = None
    """When an answer changed; a signature does not come back with the answer."""


class Declaration(NamedTuple):
    """What visitors are told of a diagnosis that was signed on the platform: when, and by which questions."""

    signed_at: datetime
    reviewed_at: datetime | None
    questionnaire: str


class Workflow(Part):
    """The record of one offer; one that was only withdrawn has no path."""

    number: int = Field(ge=1, validation_alias="_id", serialization_alias="_id")
    preselected_at: Moment | None = None
    withdrawn: Withdrawal | None = None
    diagnosis: Diagnosis | None = None
    charter: Charter | None = None
    revision: int = 0

    @property
    def is_used(self) -> bool:
        """Whether an office or a provider went on the path, so that its conditions hold for the offer."""
        return self.preselected_at is not None or self.diagnosis is not None or self.charter is not None

    @property
    def charter_holds(self) -> bool:
        """Whether the answers are still those that were signed."""
        charter, diagnosis = self.charter, self.diagnosis
        if charter is None or diagnosis is None or charter.voided_at:
            return False
        return charter.answers_hash == diagnosis.answers_hash

    @property
    def declaration(self) -> Declaration | None:
        """What was declared, as long as the signature holds."""
        if not self.charter_holds or self.charter is None or self.diagnosis is None:
            return None
        found = self.diagnosis
        return Declaration(self.charter.signed_at, found.reviewed_at, found.questionnaire)

    def document(self) -> Document:
        """As it is kept; `read` gives it back."""
        return self.model_dump(by_alias=True, exclude_none=True)

    @classmethod
    def read(cls, document: Document | None) -> Workflow | None:
        """The record of a document; None for none."""
        return cls.model_validate(document) if document else None
