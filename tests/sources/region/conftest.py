"""The stage, asked as anybody and as the Region; what tests write is deleted behind them."""

import secrets

import pytest

from gateway.store.driver import blocking_client


class Region:
    """Asks the stage; `as_region` with the token of the Region, `as_somebody` with one of nobody known."""

    def __init__(self, stage, database):
        self.stage = stage
        self.database = database

    def ask(self, query, variables=None, token=None):
        headers = {"Authorization": token} if token else {}
        return self.stage.ask(query, variables, **headers).json()

    def token(self, *roles):
        return self.stage.token(f"test-{secrets.token_hex(6)}", *roles)

    def as_region(self, query, **variables):
        answer = self.ask(query, variables, self.token(("REGION_ADMIN", None)))
        assert "errors" not in answer, answer
        return answer["data"]

    def as_somebody(self, query, **variables):
        """A subject of its own each time: the pace of one caller is not that of another."""
        answer = self.ask(query, variables, self.token())
        assert "errors" not in answer, answer
        return answer["data"]


@pytest.fixture
def region(stage, mongo_uri):
    with blocking_client(mongo_uri, seconds=5) as client:
        database = client[stage.environ["MONGODB_DATABASE"]]
        yield Region(stage, database)
        for name in ("region_collections", "region_messages"):
            database[name].delete_many({"_id": {"$not": {"$regex": "^demo-"}}})
        database["scouts_reports"].delete_many({"text": {"$regex": "^Test: "}})
