"""The door to all upstream services: one client that owns deadlines, retries, limits and redaction."""

from gateway.upstream.answer import Answer
from gateway.upstream.client import Upstream
from gateway.upstream.flight import Flight, SingleFlight
from gateway.upstream.policy import BreakerPolicy, Policy
from gateway.upstream.reactions import Classify, Reaction
from gateway.upstream.redaction import place_of, redact
from gateway.upstream.request import Request
from gateway.upstream.session import open_session
from gateway.upstream.watch import CallRecord, OnCall, Status, UpstreamState

__all__ = [
    "Answer",
    "BreakerPolicy",
    "CallRecord",
    "Classify",
    "Flight",
    "OnCall",
    "Policy",
    "Reaction",
    "Request",
    "SingleFlight",
    "Status",
    "Upstream",
    "UpstreamState",
    "open_session",
    "place_of",
    "redact",
]
