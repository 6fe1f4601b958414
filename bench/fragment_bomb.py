"""How long the front door takes for the 832-byte fragment bomb and its like, each seen for the first time.

Run `python -m bench.fragment_bomb`. Prints milliseconds of processor time: parsing, limits, validation.
"""

from __future__ import annotations

import statistics
import time

from gateway.execution.documents import Documents, Limits
from gateway.graph.compose import compose
from gateway.registry import find_sources

ROUNDS = 50


def main() -> None:
    """Measure every case in one run."""
    schema = compose(find_sources(""))
    print(f"{'document':<34}{'bytes':>8}{'median':>9}{'worst':>9}   (ms, {ROUNDS} times)")
    for name, text in cases().items():
        took = [once(schema, text) for _ in range(ROUNDS)]
        print(f"{name:<34}{len(text):>8}{statistics.median(took):>9.2f}{max(took):>9.2f}")


def once(schema: object, text: str) -> float:
    """Milliseconds of processor time for one document that no cache knows."""
    documents = Documents(schema._schema, Limits())  # type: ignore[attr-defined]  # as the runner does
    began = time.process_time()
    documents.prepare(text)
    return 1000 * (time.process_time() - began)


def cases() -> dict[str, str]:
    """Documents that cost a careless walk seconds."""
    return {
        "22 doubled fragments": bomb(22),
        "100 doubled fragments": bomb(100),
        "cycle of fragments": "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...a }",
        "10 000 aliases": "{" + " ".join(f"a{n}: __typename" for n in range(10_000)) + "}",
        "10 000 directives": "{ __typename " + "@skip(if: false) " * 10_000 + "}",
        "1 MB of comments": "{ __typename }" + "# x\n" * 250_000,
        "1000 unknown fields": "{" + " ".join(f"x{n}" for n in range(1000)) + "}",
    }


def bomb(fragments: int) -> str:
    """Each fragment spreads the next one twice: 2^n fields when expanded."""
    parts = ["{...f0}"]
    parts += [f"fragment f{n} on Query{{...f{n + 1} ...f{n + 1}}}" for n in range(fragments)]
    return " ".join([*parts, f"fragment f{fragments} on Query{{__typename}}"])


if __name__ == "__main__":
    main()
