"""What a deployer may set for offers from Apidae: `APIDAE_<NAME>`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from gateway.commas import comma_parts
from gateway.source import SourceSettings
from gateway.upstream.base_url import BaseUrl
from sources.apidae.access.ground import Ground
from sources.apidae.access.stop_files import read_stops
from sources.apidae.places.table import read_places
from sources.apidae.policies.book import PolicyBook, read_book
from sources.apidae.questionnaires.book import QuestionnaireBook, read_questionnaires
from sources.apidae.tables.languages import ASKABLE
from sources.apidae.tables.levels import LevelTable, read_distinctions
from sources.apidae.tables.places import DEPARTMENTS

DAY = 86_400.0


class ApidaeSettings(SourceSettings):
    """Credentials of one Apidae project, ids that only the operator knows, and how old a copy may get."""

    base_url: BaseUrl = Field(
        "https://api.apidae-tourisme.com/api/v002", description="Where the API v002 answers."
    )
    api_key: SecretStr = Field(description="Key of the Apidae project.")
    project_id: int = Field(ge=1, description="Number of the Apidae project (`projetId`).")
    locales: str = Field(
        "fr,en,de,it,es,nl", description="Languages that are read, by commas; French is always among them."
    )
    mode: Literal["live", "mirror"] = Field(
        "mirror",
        description="Where offers are searched: `mirror` asks a copy in MongoDB that is brought up to date "
        "every five minutes, and Apidae only while that copy is away; `live` asks Apidae each time.",
    )
    export_hosts: str = Field(
        "",
        description="Hosts from which exports are fetched and where they are confirmed, by commas, like "
        "`export.apidae-tourisme.com,api.apidae-tourisme.com`; empty: exports are off, and so is the hook.",
    )
    export_token: SecretStr | None = Field(
        None,
        description="Secret that the address of the hook must carry: `/hooks/apidae?token=...`. Without it "
        "anybody may announce exports, of the project and of the hosts above only.",
    )
    export_silence_hours: float = Field(
        48.0, ge=1, le=1000, description="Hours without an announced export after which there is an alert."
    )
    change_days: int = Field(
        365,
        ge=7,
        le=3650,
        description="Days for which the change feed tells what is gone; an older mark means to begin anew.",
    )
    timeout_seconds: float = Field(
        2.5, ge=0.1, le=60, description="Longest time for one call, in seconds, its repetition included."
    )
    soft_seconds: float = Field(
        300.0, ge=0, le=DAY, description="An answer younger than this is given without asking again."
    )
    hard_seconds: float = Field(
        DAY,
        ge=1,
        le=30 * DAY,
        description="An answer older than this is not even given while Apidae is down.",
    )
    region_territory: int | None = Field(
        None,
        ge=1,
        description="Number of the TERRITOIRE that is the region. Without it counts of offers include those "
        "outside the region, although these are never shown.",
    )
    department_territories: str = Field(
        "",
        description="Numbers of the TERRITOIREs that are departments, like `38=900138,73=900173`; "
        "the filter `departments` needs them.",
    )
    distinction_levels: str = Field(
        "",
        description="Ids of the nine levels in `distinctions`, like `9101=LOCAL_ECONOMY:1,9104=SOCIAL:1`, "
        "once Apidae has given them out.",
    )
    no_encounter_criterion: int | None = Field(
        None,
        ge=1,
        description="Internal criterion by which offices record that an offer has no encounter at all.",
    )

    landmark_criterion: int | None = Field(
        None,
        ge=1,
        description="Internal criterion by which offices record that a site is one that everybody goes to.",
    )
    policies_folder: Path | None = Field(
        None,
        description="Folder with `.toml` files of the deployer's own: more versions of the rules, or other "
        "phases (`phases.toml`).",
    )
    policy: str = Field(
        "",
        description="Version of the rules of what is public, like `2022-11`; without it the one that is "
        "valid on the day. `python -m gateway policy list` shows them.",
    )
    questionnaires_folder: Path | None = Field(
        None,
        description="Folder with `.toml` files of the deployer's own: more versions of questionnaires and "
        "of the charter (`questionnaire-*.toml`, `charter-*.toml`), other campaigns (`campaigns.toml`).",
    )
    places_file: str = Field(
        "",
        description="Table of places made by `python -m sources.apidae.places`; without it communes have no "
        "EPCI, postcodes and former codes, and are found only when Apidae knows them.",
    )
    stops: str = Field(
        "",
        description="Stops of public transport: a CSV file (`name,lon,lat`, and `modes,lines,uic,season_from,"
        "season_to`), a folder with a GTFS feed, or its zip. Without it car-free access is what is declared.",
    )
    no_car_free_criterion: int | None = Field(
        None,
        ge=1,
        description="Internal criterion by which offices record that nobody gets to an offer without a car.",
    )
    editorial_selections: str = Field(
        "",
        description="Numbers of Apidae selections that are shown as collections, by commas, in their order.",
    )

    @field_validator("locales")
    @classmethod
    def _known_locales(cls, value: str) -> str:
        if unknown := set(comma_parts(value.lower())) - ASKABLE:
            raise ValueError(f"{len(unknown)} of the languages are not known to Apidae")
        return value

    @field_validator("department_territories")
    @classmethod
    def _known_departments(cls, value: str) -> str:
        _territories(value)
        return value

    @field_validator("places_file")
    @classmethod
    def _known_places(cls, value: str) -> str:
        read_places(value)
        return value

    @field_validator("stops")
    @classmethod
    def _known_stops(cls, value: str) -> str:
        read_stops(value)
        return value

    @field_validator("editorial_selections")
    @classmethod
    def _known_selections(cls, value: str) -> str:
        if not all(part.isdecimal() and 0 < int(part) < 10**12 for part in comma_parts(value)):
            raise ValueError("numbers of selections are wanted, separated by commas")
        return value

    @field_validator("distinction_levels")
    @classmethod
    def _known_levels(cls, value: str) -> str:
        read_distinctions(value)
        return value

    @field_validator("policies_folder")
    @classmethod
    def _usable_policies(cls, value: Path | None) -> Path | None:
        read_book(value)
        return value

    @field_validator("policy")
    @classmethod
    def _known_policy(cls, value: str, info: ValidationInfo) -> str:
        read_book(info.data.get("policies_folder"), value)
        return value

    @field_validator("questionnaires_folder")
    @classmethod
    def _usable_questionnaires(cls, value: Path | None) -> Path | None:
        read_questionnaires(value)
        return value

    @cached_property
    def questionnaires(self) -> QuestionnaireBook:
        """Questionnaires, charters and campaigns."""
        return read_questionnaires(self.questionnaires_folder)

    @cached_property
    def book(self) -> PolicyBook:
        """The versions of the rules and the phases."""
        return read_book(self.policies_folder, self.policy)

    @property
    def asked_locales(self) -> list[str]:
        """Values of `locales` for Apidae."""
        return list(dict.fromkeys(("fr", *comma_parts(self.locales.lower()))))

    @property
    def territories(self) -> Mapping[str, int]:
        """Department code -> number of its TERRITOIRE."""
        return _territories(self.department_territories)

    @property
    def selections(self) -> tuple[int, ...]:
        """Numbers of the editorial selections, each once."""
        return tuple(dict.fromkeys(map(int, comma_parts(self.editorial_selections))))

    def ground(self) -> Ground:
        """What is known of places and stops."""
        return Ground(read_places(self.places_file), read_stops(self.stops), self.no_car_free_criterion)

    @property
    def levels(self) -> LevelTable:
        """The ids of levels, old and new."""
        return LevelTable(read_distinctions(self.distinction_levels))


def _territories(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in comma_parts(text):
        code, _, number = entry.partition("=")
        if code.strip() not in DEPARTMENTS or not number.strip().isdecimal():
            raise ValueError("entries like 38=900138 are wanted, separated by commas")
        found[code.strip()] = int(number)
    return found
