"""Errors as the Graph API words them, one function per situation."""

from __future__ import annotations

from typing import Any

_DOCS = "https://developers.facebook.com/docs/graph-api"


class GraphError(Exception):
    """An error answer: HTTP status, code, optional subcode and the texts of the body."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: int = 400,
        kind: str = "OAuthException",
        subcode: int | None = None,
        title: str | None = None,
        user_message: str | None = None,
        transient: bool | None = None,
    ) -> None:
        """Keep the parts of the answer; absent parts are left out of the body."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.parts: dict[str, Any] = {
            "message": message,
            "type": kind,
            "code": code,
            "error_subcode": subcode,
            "is_transient": transient,
            "error_user_title": title,
            "error_user_msg": user_message,
        }

    def body(self, trace: str) -> dict[str, Any]:
        """Give the JSON body, with the trace id of the call."""
        parts = {name: value for name, value in self.parts.items() if value is not None}
        return {"error": {**parts, "fbtrace_id": trace}}


def no_token() -> GraphError:
    """Say that the call carries no token."""
    return GraphError(
        2500, "An active access token must be used to query information about the current user."
    )


def unknown_token() -> GraphError:
    """Say that the token is not one of ours."""
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token")


def dead_token(subcode: int, since: str, now: str) -> GraphError:
    """Say that a token expired (463) or was invalidated (458, 460, 467...)."""
    if subcode == 463:
        detail = f"Session has expired on {since}. The current time is {now}."
    else:
        detail = "The session has been invalidated because the user changed their password or rights."
    return GraphError(190, f"Error validating access token: {detail}", subcode=subcode)


def proof_missing() -> GraphError:
    """Say that the app asks for an appsecret_proof."""
    return GraphError(100, "API calls from the server require an appsecret_proof argument")


def proof_wrong() -> GraphError:
    """Say that the appsecret_proof does not match the token."""
    return GraphError(100, "Invalid appsecret_proof provided in the API argument")


def ids_retired() -> GraphError:
    """Say that multi-reads by ``ids`` are gone."""
    return GraphError(100, "The ids query parameter is deprecated in v26.0+.", status=500)


def missing_object(identifier: str, method: str = "get") -> GraphError:
    """Say that an object does not exist or may not be read: the API does not tell which."""
    message = (
        f"Unsupported {method} request. Object with ID '{identifier}' does not exist, cannot be loaded"
        " due to missing permissions, or does not support this operation."
        f" Please read the Graph API documentation at {_DOCS}"
    )
    return GraphError(100, message, kind="GraphMethodException", subcode=33)


def unsupported(method: str) -> GraphError:
    """Say that the root, or a method, cannot be used so."""
    message = f"Unsupported {method} request. Please read the Graph API documentation at {_DOCS}"
    return GraphError(100, message, kind="GraphMethodException")


def unknown_path(path: str) -> GraphError:
    """Say that the path has no meaning."""
    return GraphError(2500, f"Unknown path components: /{path}")


def unknown_field(name: str, node: str) -> GraphError:
    """Say that a field does not exist on a kind of node."""
    return GraphError(100, f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})")


def syntax(text: str, position: int) -> GraphError:
    """Say where the ``fields`` expression cannot be read (characters count from 0)."""
    return GraphError(2500, f'Syntax error "{text}" at character {position}: fields')


def bad_parameter(text: str) -> GraphError:
    """Say that a parameter has no acceptable value."""
    return GraphError(100, f"(#100) {text}")


def no_permission(text: str = "Application does not have permission for this action") -> GraphError:
    """Say that a right is missing."""
    return GraphError(10, f"(#10) {text}")


def unknown_discovery(username: str) -> GraphError:
    """Say that no professional account has this name (personal accounts answer the same)."""
    return GraphError(
        110,
        "Invalid user id",
        subcode=2207013,
        transient=False,
        title="Compte introuvable",
        user_message=f"Aucun compte professionnel ne répond au nom {username}.",
    )


def not_embeddable() -> GraphError:
    """Say that a post cannot be embedded: one answer for all causes."""
    return GraphError(
        24,
        "The requested resource does not exist",
        subcode=2207045,
        transient=False,
        title="Media Not Found",
        user_message="The requested media could not be embedded: it is missing or not allowed.",
    )


_THROTTLES = {
    4: "Application request limit reached",
    17: "User request limit reached",
    32: "Page request limit reached",
    80001: "There have been too many calls to this Page account. Wait a bit and try again.",
    80002: "There have been too many calls to this Instagram account. Wait a bit and try again.",
}


def throttled(code: int) -> GraphError:
    """Say that a limit is reached: 4 app, 17 user, 32 Page with a user token, 80001 Page, 80002 Instagram."""
    return GraphError(code, f"(#{code}) {_THROTTLES[code]}")


def transient(code: int = 2) -> GraphError:
    """Say that the service has a passing trouble (codes 1 and 2)."""
    return GraphError(
        code, "An unexpected error has occurred. Please retry later.", status=500, transient=True
    )
