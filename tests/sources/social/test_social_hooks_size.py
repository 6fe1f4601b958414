"""How much Meta may send at once: a thousand changes with their texts, and nothing above a bound."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from sources.social.emulator import defaults, sender
from sources.social.hooks.routes import MOST_BYTES, MOST_FORM_BYTES, PATH

if TYPE_CHECKING:
    from gateway.testing.stage import Stage

STRANGER = "998877665544"
"""A Page that is not ours: its changes are acknowledged and alter nothing of the stage."""


def thousand() -> bytes:
    """As Meta writes it for posts of a tourist office: accents escaped, texts of some 600 characters."""
    text = "Été à la montagne : rendez-vous au col, à pied ou à vélo, avec Léa & ses ânes ! 🥾 " * 8
    updates = [
        sender.page_change(
            "feed",
            STRANGER,
            "edited",
            {
                "post_id": f"{STRANGER}_{number}",
                "from": {"id": STRANGER, "name": "Office de tourisme du Vercors"},
                "message": text,
                "published": 1,
                "is_hidden": False,
                "photos": [
                    f"https://scontent.example.org/v/t39.30808-6/{number}_n.jpg?stp=dst-jpg&_nc_cat=1"
                ],
                "permalink_url": f"https://www.facebook.com/{STRANGER}/posts/{number}",
            },
            1_790_000_000 + number,
        )
        for number in range(1000)
    ]
    (body,) = sender.bodies(updates)
    return sender.escape_json(body)


def test_a_thousand_changes_with_their_texts_pass_the_whole_application(stage: Stage):
    body = thousand()
    assert 1_000_000 < len(body) < MOST_BYTES
    headers = {"X-Hub-Signature-256": sender.sign(defaults.APP_SECRET, body)}
    answer = httpx.post(f"{stage.url}{PATH}", content=body, headers=headers, timeout=20, trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "most"),
    [(PATH, MOST_BYTES), (f"{PATH}/deauthorize", MOST_FORM_BYTES), (f"{PATH}/deletion", MOST_FORM_BYTES)],
)
def test_more_is_refused_before_it_is_read(stage: Stage, path: str, most: int):
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {most + 1}\r\n\r\n"
    assert exchange(stage, head.encode()).startswith(b"HTTP/1.1 413 ")


def test_more_in_chunks_is_refused_when_the_bound_is_passed(stage: Stage):
    head = f"POST {PATH}/deletion HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    chunk = f"{MOST_FORM_BYTES:x}\r\n".encode() + b"x" * MOST_FORM_BYTES + b"\r\n"
    assert exchange(stage, head + chunk * 2).startswith(b"HTTP/1.1 413 ")  # and the end never comes


def exchange(stage: Stage, sent: bytes) -> bytes:
    """How the answer to these bytes begins, the connection left open."""
    address = urlsplit(stage.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(sent)
        return line.recv(4000)
