"""Prints precision and recall of the matcher: `python -m bench.social_matching [--errors]`."""

from __future__ import annotations

import sys

from bench.social_matching.scores import Score, scored, wrong

HEAD = f"{'':<26}{'labels':>8}{'found':>8}{'right':>8}{'precision':>11}{'recall':>8}"


def main() -> None:
    """The table, by half of the set, by entity, reason and language."""
    print(HEAD)
    for name, score in scored().items():
        print(row(name, score))
    if "--errors" in sys.argv:
        for line in wrong():
            print(line)


def row(name: str, score: Score) -> str:
    """One line of the table."""
    recall = f"{score.recall:>8.3f}" if score.labels else f"{'':>8}"
    numbers = f"{score.labels or '':>8}{score.found:>8}{score.right:>8}"
    return f"{name:<26}{numbers}{score.precision:>11.3f}{recall}"


if __name__ == "__main__":
    main()
