"""Settings of the gateway itself and of its sources, read once from the environment and then frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.source import Source, SourceSettings

S = TypeVar("S", bound=BaseSettings)

EMULATOR_INFIX = "EMULATOR_"


class SettingsError(Exception):
    """One sentence a deployer can act on; never holds a value."""


class GatewaySettings(BaseSettings):
    """What a deployer may set for the gateway: `GATEWAY_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(
        1, ge=1, le=64, description="Processes that `serve` starts; they share the port and nothing else."
    )
    data_dir: str = Field("var", description="Folder for the embedded database, logs of child processes.")
    sources_path: str = Field(
        "", description="More folders that hold sources, separated like PATH; `sources/` is always read."
    )
    disabled_sources: str = Field("", description="Names of sources to switch off, separated by commas.")
    graphiql: bool = Field(True, description="Serve GraphiQL to browsers at /graphql.")
    introspection: bool = Field(True, description="Answer introspection queries.")
    tracing: bool = Field(
        True, description="Tell times and counts of an operation to who asks by `extensions.tracing`."
    )
    max_body_bytes: int = Field(100_000, description="Largest request body, in bytes.")
    max_query_tokens: int = Field(2_000, description="Most tokens in one document.")
    max_depth: int = Field(14, description="Deepest nesting of fields.")
    max_aliases: int = Field(60, description="Most aliased fields in one document, fragments expanded.")
    max_cost: int = Field(10_000, description="Highest cost of one operation, lists multiplied.")
    read_seconds: float = Field(
        8.0, gt=0, description="Longest time for the headers of a request to arrive, and for its body."
    )
    request_seconds: float = Field(10.0, description="Longest time for one operation, in seconds.")
    allowed_hosts: str = Field(
        "",
        description="Names this service answers to, separated by commas, `*.name` for all below one; "
        "loopback always counts. Empty: any.",
    )
    cors_origins: str = Field(
        "",
        description="Origins whose pages may call /graphql from a browser, separated by commas; "
        "`*`: any, without credentials. Empty: none.",
    )
    persisted_characters: int = Field(
        1_000_000,
        ge=0,
        description="Characters of automatic persisted queries to keep; 0 switches them off.",
    )
    trusted_documents: str = Field(
        "", description="JSON file of trusted documents: from the SHA-256 of a text, in hex, to the text."
    )
    trusted_only: bool = Field(False, description="Run no other documents than the trusted ones.")
    max_in_flight: int = Field(200, ge=1, description="Most operations that run at the same time.")
    max_queue: int = Field(100, ge=0, description="Most operations that wait for their turn.")
    queue_seconds: float = Field(
        0.25, gt=0, description="Longest wait for a turn, in seconds; then the answer is 503."
    )
    max_streams: int = Field(1_000, ge=0, description="Most subscriptions that may be open.")
    max_streams_per_address: int = Field(
        20, ge=0, description="Most subscriptions of one address; loopback is not counted."
    )
    response_cache_bytes: int = Field(
        0, ge=0, description="Bytes of whole answers kept for anonymous queries; 0 keeps none."
    )
    shared_cache_url: SecretStr = Field(
        SecretStr(""),
        description="Valkey or Redis in which several processes keep whole answers together, e.g. "
        "valkey://cache:6379/0; needs GATEWAY_RESPONSE_CACHE_BYTES. Empty: each process keeps its own.",
    )
    rate_limit: int = Field(
        600_000,
        ge=0,
        description="Cost units one address may use in a minute; loopback is not counted. 0: no limit.",
    )
    write_limit: int = Field(
        120,
        ge=0,
        description="Mutations one subject, or one address without a token, may send in a minute; loopback "
        "is not counted. 0: no limit.",
    )
    auth_issuer: str = Field(
        "",
        description="Issuer of the bearer tokens that are accepted, exactly as its `iss` claim; "
        "empty: no tokens.",
    )
    auth_audience: str = Field("", description="The `aud` that tokens of the issuer must name.")
    auth_jwks_url: str = Field(
        "", description="Where the issuer's keys are; empty: its OpenID Connect discovery tells."
    )
    auth_roles_claim: str = Field(
        "roles",
        description="Claim with an array of `{role, scope}`; dots lead into objects.",
    )
    auth_leeway_seconds: float = Field(
        30.0, ge=0, le=300, description="How far the clocks of issuer and gateway may differ."
    )
    dev_tokens: bool = Field(
        False,
        description="Accept tokens of `python -m gateway token`, signed with a key in the data folder: for "
        "development; `serve` and an issuer exclude it, `make run` switches it on.",
    )
    public_url: str = Field(
        "",
        description="Address under which browsers reach this service, e.g. https://graph.example.org; "
        "empty: http with the host and port above.",
    )
    media_key: SecretStr = Field(
        SecretStr(""),
        description="Signs the addresses of pictures; the same for all replicas. Empty: one is made and kept "
        "in the data folder.",
    )
    media_copies: bool = Field(
        True,
        description="Serve resized copies of pictures; off: send callers to the network's own servers.",
    )
    media_bytes: int = Field(
        1_000_000_000, ge=0, description="Most bytes of copies of pictures on disk, in the data folder."
    )
    log_level: str = Field("INFO", description="Least level of log lines.")
    partners: str = Field(
        "",
        description="JSON file of partners, their keys and origins; without it `pk_demo` works on loopback.",
    )
    picture_origins: str = Field(
        "",
        description="Origins that widgets may load pictures from, between spaces; empty: drawings instead.",
    )
    site_offer_url: str = Field(
        "",
        description="Address of an offer's page on the public site, with `{slug}`, `{id}` or `{apidaeId}` "
        "and perhaps `{lang}`, e.g. https://www.example.org/{lang}/offres/{slug}; for feeds and the sitemap. "
        "Empty: there is none.",
    )
    site_story_url: str = Field(
        "",
        description="Address of the page of a scout's content, with `{id}` and perhaps `{lang}`; "
        "empty: there is none.",
    )
    site_locales: str = Field(
        "fr,en,de,it,es,nl", description="Languages of the public site, the main one first, between commas."
    )
    feeds_licence: str = Field(
        "",
        description="Licence under which feeds are given, an SPDX id or a url; empty: feeds say that it is "
        "not known.",
    )


class MongoSettings(BaseSettings):
    """Where MongoDB is: `MONGODB_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="MONGODB_", frozen=True, extra="forbid")

    uri: str = Field(
        "", description="MongoDB to use; empty: `make run` starts one of its own, `serve` refuses."
    )
    database: str = Field("partir_ici", description="Name of the database.")
    driver: str = Field(
        "motor", pattern="^(motor|pymongo)$", description="`motor` or `pymongo` (its async client)."
    )


def read_gateway_settings(environ: Mapping[str, str]) -> GatewaySettings:
    """The gateway's settings; `SettingsError` names what is wrong."""
    refuse_unknown("GATEWAY_", GatewaySettings, environ)
    return _read(GatewaySettings, "GATEWAY_", environ)


def read_mongo_settings(environ: Mapping[str, str]) -> MongoSettings:
    """The database's settings; `SettingsError` names what is wrong."""
    refuse_unknown("MONGODB_", MongoSettings, environ)
    return _read(MongoSettings, "MONGODB_", environ)


def read_source_settings(
    source: Source[Any], environ: Mapping[str, str], *, disabled: bool
) -> SourceSettings:
    """The settings of one source, from the variables with its prefix only.

    A source that is switched off needs no credentials: it gets `enabled=False` and nothing is checked.
    """
    prefix = prefix_of(source)
    switched_off = environ.get(f"{prefix}ENABLED", "true").strip().lower() in {"0", "false", "no", "off"}
    if disabled or switched_off:
        return source.settings.model_construct(enabled=False)
    refuse_unknown(prefix, source.settings, environ)
    return _read(source.settings, prefix, environ)


def prefix_of(source: Source[Any]) -> str:
    """`APIDAE_` for the source `apidae`."""
    return f"{source.name.upper()}_"


def refuse_unknown(prefix: str, settings: type[BaseSettings], environ: Mapping[str, str]) -> None:
    """A variable with our prefix that nothing declares is a typing error: say so at start."""
    known = {f"{prefix}{name.upper()}" for name in settings.model_fields}
    unknown = sorted(
        name
        for name in environ
        if name.startswith(prefix) and name not in known and not name.startswith(prefix + EMULATOR_INFIX)
    )
    if unknown:
        raise SettingsError(f"Unknown setting {unknown[0]}. Known: {', '.join(sorted(known))}.")


def emulator_options(source: Source[Any], environ: Mapping[str, str]) -> dict[str, str]:
    """Options of a source's emulator from `APIDAE_EMULATOR_SIZE` and the like."""
    names: Iterable[str] = source.emulator.options if source.emulator else ()
    prefix = prefix_of(source) + EMULATOR_INFIX
    return {name: environ[prefix + name.upper()] for name in names if prefix + name.upper() in environ}


def _read(settings: type[S], prefix: str, environ: Mapping[str, str]) -> S:
    values = {
        name: environ[prefix + name.upper()]
        for name in settings.model_fields
        if environ.get(prefix + name.upper(), "") != ""
    }
    try:
        return settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = prefix + str(first["loc"][0]).upper()
        if first["type"] == "missing":
            raise SettingsError(f"The setting {name} is missing.") from None
        raise SettingsError(f"The setting {name} is not right: {first['msg']}.") from None
