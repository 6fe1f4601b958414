"""Opaque global ids: base64url of `Entity:key`; nothing but this module may look inside."""

import base64
import binascii

from gateway.errors import BadInput

_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def encode_id(entity: str, key: str) -> str:
    """The global id of an object, stable for as long as the object's key is."""
    packed = binascii.b2a_base64(f"{entity}:{key}".encode(), newline=False)
    return packed.translate(_URL_SAFE).rstrip(b"=").decode()


def decode_id(text: str) -> tuple[str, str]:
    """Entity name and key of a global id; `INVALID_ID` when it is none of ours."""
    entity, _, key = unpack(text, longest=400).partition(":")
    if entity.isidentifier() and key:
        return entity, key
    raise BadInput("INVALID_ID", "This id is not one of this graph.", argument="id")


def unpack(text: str, longest: int) -> str:
    """The text behind unpadded base64url, "" when it is none."""
    if len(text) > longest:
        return ""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        return ""


def key_of(text: str, entity: str, argument: str = "id") -> str:
    """The key inside an id that must belong to `entity`; `INVALID_ID` names both types otherwise."""
    found, key = decode_id(text)
    if found != entity:
        raise BadInput("INVALID_ID", f"This id belongs to {found}, not to {entity}.", argument=argument)
    return key
