"""Writing: payloads with user errors, refusals, idempotency keys, paces of the public, versions."""

from gateway.mutations.codes import USER_CODES, UserErrorCode
from gateway.mutations.deciding import Decision
from gateway.mutations.payload import Payload, UserError
from gateway.mutations.refusal import Refusal, Refused, refuse

__all__ = [
    "USER_CODES",
    "Decision",
    "Payload",
    "Refusal",
    "Refused",
    "UserError",
    "UserErrorCode",
    "refuse",
]
