"""A small client of the emulator, cards to seed it with, and the recorded samples."""

import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sources.social.emulator import create_app
from sources.social.emulator import defaults as d

NOW = "2026-11-24T10:00:00+00:00"
SAMPLES = Path(__file__).parents[5] / "shared" / "reference" / "social" / "samples"
PAGE, ACCOUNT = f"/v26.0/{d.PAGE_ID}", f"/v26.0/{d.IG_USER_ID}"


def sample(name: str) -> Any:
    """Give a recorded answer, or skip the test where the folder is absent."""
    if not SAMPLES.is_dir():
        pytest.skip("no recorded samples here")
    text = (SAMPLES / name).read_text()
    return json.loads(text) if name.endswith(".json") else text


def cards(count: int = 40) -> list[dict[str, Any]]:
    """Invented offers with a url, a handle and a hashtag each."""
    return [
        {
            "key": str(1000 + index),
            "name": f"La Bergerie n° {index}",
            "urls": [f"https://partirici.example/offres/{1000 + index}"],
            "handles": [f"@bergerie.{index}"],
            "hashtags": [f"#Bergerie{index}"],
            "commune": "Les Vans" if index % 2 else "Mens",
            "insee": "07334" if index % 2 else "38226",
        }
        for index in range(count)
    ]


class Meta:
    """Calls with the Page token in the header unless another token is given."""

    def __init__(self, http: httpx.AsyncClient, app: Any) -> None:
        self.http = http
        self.emulator = app.state.emulator

    async def get(self, path: str, token: str | None = d.PAGE_TOKEN, **params: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.http.get(path, params=params or None, headers=headers)

    async def read(self, path: str, token: str | None = d.PAGE_TOKEN, **params: Any) -> Any:
        """Give the JSON of an answer that must succeed."""
        answer = await self.get(path, token, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def error(
        self, path: str, token: str | None = d.PAGE_TOKEN, **params: Any
    ) -> tuple[int, int, int | None]:
        """Give status, code and subcode of an answer that must fail."""
        answer = await self.get(path, token, **params)
        error = answer.json()["error"]
        return answer.status_code, error["code"], error.get("error_subcode")

    async def batch(self, items: list[Any], **more: str) -> httpx.Response:
        form = {"batch": json.dumps(items), "access_token": d.PAGE_TOKEN, **more}
        return await self.http.post("/v26.0/", data=form)

    async def control(self, path: str, method: str = "POST", /, **body: Any) -> Any:
        """Give the JSON of a control call that must succeed."""
        sent = {"json": body} if method == "POST" else {}
        answer = await self.http.request(method, f"/__emu/{path}", **sent)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def journal(self) -> Any:
        return await self.control("journal", "GET")

    async def seed(self, count: int = 40, posts: int = 600) -> Any:
        return await self.control("seed", cards=cards(count), posts=posts)


@asynccontextmanager
async def open_meta(**options: str):
    """Open an emulator in process, at ``NOW`` unless told otherwise."""
    app = create_app({"now": NOW, **options})
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://graph.test") as http:
        yield Meta(http, app)


def relative(name: str, **params: str) -> str:
    """Write the percent-encoded relative url of a batch item."""
    return f"{name}?{httpx.QueryParams(params)}"
