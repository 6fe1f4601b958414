"""Exchange and inspection of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import defaults, errors
from sources.social.emulator.errors import GraphError

if TYPE_CHECKING:
    from sources.social.emulator.calls import Call
    from sources.social.emulator.state import Emulator
    from sources.social.emulator.tokens import Token

SCOPES: Final = (
    "pages_show_list",
    "instagram_basic",
    "instagram_manage_comments",
    "pages_read_engagement",
    "pages_read_user_content",
    "public_profile",
)
DATA_ACCESS = 90 * 86_400  # seconds


def exchange(emulator: Emulator, call: Call) -> Any:
    """Answer ``oauth/access_token``: a long user token for a living one, or the app token."""
    params = call.params
    if params.get("client_id") != emulator.options.app_id:
        raise GraphError(101, "Error validating application. Invalid application ID.")
    if params.get("client_secret") != emulator.options.app_secret:
        raise GraphError(1, "Error validating client secret.")
    grant = params.get("grant_type")
    if grant == "client_credentials":
        return {"access_token": emulator.tokens.app.text, "token_type": "bearer"}
    if grant != "fb_exchange_token":
        raise errors.bad_parameter("The parameter grant_type is fb_exchange_token or client_credentials")
    token = emulator.tokens.exchange(params.get("fb_exchange_token", ""), emulator.now())
    life = token.expires_at - int(emulator.now())
    return {"access_token": token.text, "token_type": "bearer", "expires_in": life}


def debug(emulator: Emulator, call: Call, asker: Token) -> Any:
    """Answer ``debug_token``; it is asked with the app token, or by a token about itself."""
    text = call.params.get("input_token", "")
    if not text:
        raise errors.bad_parameter("The parameter input_token is required")
    if asker.kind != "app" and asker.text != text:
        raise errors.bad_parameter("You must provide an app access token, or a user access token of the app")
    token = emulator.tokens.find(text)
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token."}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    return {"data": _facts(emulator, token)}


def _facts(emulator: Emulator, token: Token) -> dict[str, Any]:
    """Tell what a known token is, alive or not."""
    now, personal = emulator.now(), token.kind in {"user", "page"}
    facts: dict[str, Any] = {
        "app_id": emulator.options.app_id,
        "type": token.kind.upper(),
        "application": defaults.APP_NAME,
        "data_access_expires_at": int(now) + DATA_ACCESS if token.kind == "user" else 0,
        "expires_at": token.expires_at,
        "is_valid": emulator.tokens.is_living(token, now),
        "scopes": list(SCOPES) if personal else [],
        "granular_scopes": [{"scope": scope} for scope in SCOPES[:2]] if personal else [],
    }
    if personal:
        facts["user_id"] = emulator.options.user_id
    if token.kind == "page":
        facts["profile_id"] = token.owner
    if token.dead:
        facts["error"] = {"code": 190, "message": "The token is not valid.", "subcode": token.dead}
    return facts
