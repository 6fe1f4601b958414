"""Demo content: offers of one office in every stage of the path, so that a token of it sees something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from gateway.identity import Caller, Role
from sources.apidae.path import steps
from sources.apidae.path.answering import Signature, answer, form_of, sign
from sources.apidae.path.answers import hash_of
from sources.apidae.path.desk import Act, Paths, entry_of_step
from sources.apidae.path.model import Answer, Path, Step, Value
from sources.apidae.path.order import Terms
from sources.apidae.path.owners import Owned
from sources.apidae.workflow.model import Respondent

LEVELS_MISSING = "AXIS_MISSING"
SPOILED = ("NOT_PUBLISHED_IN_APIDAE", "OUTSIDE_REGION")
DAYS_AGO = 30

Move = tuple[Step, Callable[[Path, Terms, Respondent], Path]]

VALUES: Sequence[Value] = ("YES", "YES", "NO", "YES", "NOT_APPLICABLE")
COMMENT = "Réponse de démonstration."


def _answers(part: float) -> Move:
    def given(path: Path, terms: Terms, _: Respondent) -> Path:
        keys = list(form_of(path, terms).axes)
        told: Mapping[str, Answer] = {
            key: Answer(value=VALUES[rank % len(VALUES)], comment=COMMENT if rank == 0 else "")
            for rank, key in enumerate(keys[: round(part * len(keys))])
        }
        return answer(path, terms, told)

    return Step.ANSWER, given


def _signature(path: Path, terms: Terms, role: Respondent) -> Path:
    charter = terms.book.charter(terms.now)
    found = hash_of(path.number, form_of(path, terms), charter, path.private.answers)
    return sign(path, terms, Signature(charter.version, found, _subject(role), "Camille Démo", role))


CHOSEN: Sequence[Move] = ((Step.PRESELECT, lambda path, terms, _: steps.preselect(path, terms)),)
SENT: Sequence[Move] = (*CHOSEN, (Step.SEND_QUESTIONNAIRE, steps.send))
HALF: Sequence[Move] = (*SENT, _answers(0.5))
ANSWERED: Sequence[Move] = (*SENT, _answers(1))
SIGNED: Sequence[Move] = (*ANSWERED, (Step.SIGN_CHARTER, _signature))
ASKED: Sequence[Move] = (
    *SIGNED,
    (
        Step.REQUEST_CORRECTION,
        lambda path, terms, _: steps.request_correction(
            path, terms, "Pouvez-vous joindre un justificatif ?", (next(iter(path.private.answers)),)
        ),
    ),
)
REVIEWED: Sequence[Move] = (
    *SIGNED,
    (Step.REVIEW, lambda path, terms, _: steps.review(path, terms, "Relu avec le prestataire.")),
)
OUT: Sequence[Move] = (
    (
        Step.WITHDRAW_OFFER,
        lambda path, terms, _: steps.withdraw_offer(path, terms, _subject("OFFICE"), "Fermé pour travaux."),
    ),
)

HIDDEN, PUBLIC = (CHOSEN, SENT, HALF, ANSWERED, OUT), (SIGNED, ASKED, REVIEWED)
"""What is done with offers that lack a level, and with public ones: these stay what they are for visitors."""


async def plant(paths: Paths, offers: Sequence[Owned]) -> str:
    """Walk offers of the office that has most; a sentence that says whose token sees them."""
    office = _office(offers)
    if office is None:
        return "No office has offers that could be put on the path."
    mine = [one for one in offers if one.office == office]
    hidden = [one for one in mine if LEVELS_MISSING in one.codes and not one.codes.intersection(SPOILED)]
    pairs = [*zip(hidden, HIDDEN, strict=False), *zip([o for o in mine if o.is_public], PUBLIC, strict=False)]
    known = await paths.store.of(one.number for one, _ in pairs)
    walked = [(one, moves) for one, moves in pairs if not known[one.number].version]
    for offer, moves in walked:
        await _walk(paths, offer, moves)
    return f"{len(pairs)} offers of the office {office} are on the path: --role OFFICE:{office} sees them."


def _office(offers: Sequence[Owned]) -> int | None:
    """The office with most offers that can be used, the lowest number of several."""
    usable = [one for one in offers if one.office and (one.is_public or LEVELS_MISSING in one.codes)]
    hidden = Counter(one.office for one in usable if not one.is_public)
    public = Counter(one.office for one in usable if one.is_public)
    ranked = [
        (min(hidden[one], len(HIDDEN)) + min(public[one], len(PUBLIC)), -(one or 0))
        for one in {*hidden, *public}
    ]
    return -max(ranked)[1] if ranked else None


async def _walk(paths: Paths, offer: Owned, moves: Sequence[Move]) -> None:
    """All steps, a few days between them; the verdict follows once, at the end."""
    path = (await paths.store.of([offer.number]))[offer.number]
    respondent = await paths.owners.respondent(offer.number)
    for rank, (step, change) in enumerate(moves):
        terms = paths.terms(offer, paths.now() - timedelta(days=DAYS_AGO - 5 * rank))
        role = respondent if step in {Step.ANSWER, Step.SIGN_CHARTER} else "OFFICE"
        # the role that a step is given decides nothing but who is asked to answer
        after = change(path, terms, respondent)
        caller = Caller(_subject(role), (Role(role, str(offer.office)),))
        act = Act(offer.number, step, caller, f"demo-{offer.number}-{rank}", change)
        written = await paths.store.write(after, entry_of_step(act, path, after, role, terms.now))
        if written is None:
            return
        path = written
    await paths.settle(path)


def _subject(role: str) -> str:
    return f"demo-{role.lower()}"
