"""The outcome that the next moment brings, computed beforehand, and the path that an offer was judged by."""

from __future__ import annotations

from typing import Any

from sources.apidae.mirror.facts_dossier import told
from sources.apidae.policy import Verdict
from sources.apidae.workflow.model import Workflow

Document = dict[str, Any]


def turn_facts(verdict: Verdict, turn: Verdict | None, workflow: Workflow | None) -> Document:
    """The outcome that the next moment brings if it is another one, and the path that it was judged by."""
    found: Document = {"workflow": workflow.document()} if workflow else {}
    if turn is not None and verdict.turns_at and told(turn) != told(verdict):
        found["turn"] = {"at": verdict.turns_at, **told(turn)}
    return found
