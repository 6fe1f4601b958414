"""The npm package graphql-http audits a real server of ours: every MUST and every SHOULD."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from gateway.console.build import Node, find_node, npm_install
from tests.gateway.http.http_world import served, world

AUDIT = Path(__file__).parents[3] / "gateway" / "http" / "audit"


@pytest.fixture(scope="module")
def node() -> Node:
    found = find_node()
    if found is None:
        if os.environ.get("REQUIRE_NODE") == "1":
            pytest.fail("REQUIRE_NODE=1, and there is no Node.")
        pytest.skip("There is no Node 20 or later.")
    npm_install(AUDIT, found)
    return found


def test_all_audits_of_graphql_over_http_pass(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    with served(world()) as port:
        command = [node.folder / "node", AUDIT / "audit.mjs", f"http://127.0.0.1:{port}/graphql"]
        told = subprocess.run(command, capture_output=True, check=True, timeout=25)
    audits = json.loads(told.stdout)
    failed = [audit for audit in audits if audit["status"] != "ok"]
    with capsys.disabled():
        print(f"\nGraphQL over HTTP: {len(audits) - len(failed)} of {len(audits)} audits pass.")
    assert [audit for audit in failed if audit["name"].startswith(("MUST", "SHOULD"))] == []
    assert len(audits) > 50
