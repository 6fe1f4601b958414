"""The TypeScript example: its types are made of the schema as it is, hold strictly, and it runs on the stage."""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from gateway.console.build import find_node
from gateway.testing.stage import Stage

FOLDER = Path(__file__).parents[2] / "examples/typescript"
MODULES = FOLDER / "node_modules"
TELL_METHODS = "data:text/javascript," + quote(
    "const real = fetch; globalThis.fetch = (url, init) => "
    '{ console.log("method", init.method ?? "GET"); return real(url, init); }'
)


def run(*command: str) -> str:
    """What a command of the example prints; it may ask no other host than this machine."""
    node = find_node()
    if node is None or not MODULES.is_dir():
        absent = "The example is not set up: `python -m gateway.console.build examples/typescript`."
        if os.environ.get("REQUIRE_NODE") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    environ = os.environ | nowhere | {"PATH": f"{node.folder}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [node.folder / "node", *command],
        check=False,
        cwd=FOLDER,
        env=environ,
        capture_output=True,
        text=True,
        timeout=25,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def compiled() -> Path:
    """The example with fresh types, compiled under the strictest rules of the compiler."""
    generated = FOLDER / "src/generated/graphql.ts"
    generated.unlink(missing_ok=True)
    run("node_modules/@graphql-codegen/cli/esm/bin.js")
    assert "export type AroundMeQuery " in generated.read_text("utf-8")
    run("node_modules/typescript/bin/tsc")
    run("node_modules/typescript/bin/tsc", "--noEmit", "false", "--outDir", "dist")
    return FOLDER / "dist"


def test_its_operations_show_offers_stories_posts_and_changes(compiled: Path, stage: Stage) -> None:
    shown = run(str(compiled / "main.js"), f"{stage.url}/graphql").splitlines()
    pages = [number for number, line in enumerate(shown) if line.startswith("page ")]
    offer = next(number for number, line in enumerate(shown) if line.startswith("offer "))
    assert len(pages) == 2
    first, second = shown[pages[0] + 1 : pages[1]], shown[pages[1] + 1 : offer]
    assert len(first) == len(second) == 3
    assert not {*first} & {*second}, "the second page goes on where the first ended"
    assert all(line.endswith(" min") for line in first)
    assert any(line.startswith("- story: ") for line in shown[offer:])
    assert "the mark is not valid any more: beginning anew" in shown
    assert shown[-1].startswith("next time: since ")
    assert not any("undefined" in line or "null" in line for line in shown)


def test_once_the_gateway_knows_the_hashes_it_asks_by_get_alone(compiled: Path, stage: Stage) -> None:
    command = ("--import", TELL_METHODS, str(compiled / "main.js"), f"{stage.url}/graphql")
    run(*command)
    methods = [line for line in run(*command).splitlines() if line.startswith("method ")]
    assert methods == ["method GET"] * 5


def test_types_of_the_answers_forbid_fields_that_were_not_asked(compiled: Path) -> None:
    wrong = FOLDER / "src/wrong.ts"
    wrong.write_text(
        'import { ask } from "./client.js";\nimport { OneOffer } from "./operations.js";\n'
        'const answer = await ask(OneOffer, { slug: "a" }, { url: "" });\n'
        "console.log(answer.data.offer?.nothing);\n"
    )
    try:
        with pytest.raises(AssertionError, match=r"Property 'nothing' does not exist"):
            run("node_modules/typescript/bin/tsc")
    finally:
        wrong.unlink()
