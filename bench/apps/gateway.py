"""Our gateway over the benchmark's two sources: the real composition, runner and HTTP side."""

from __future__ import annotations

import argparse
import os
from typing import Any

import uvicorn

from bench.sources.offers.source import source as offers
from bench.sources.posts.source import source as posts
from gateway.app import Configuration, Gateway
from gateway.commands.serve import server_for
from gateway.observe.logs import set_up_logging
from gateway.settings import read_gateway_settings, read_mongo_settings, read_source_settings
from gateway.source import Source

SOURCES: tuple[Source[Any], ...] = (offers, posts)


def gateway_of_bench() -> Gateway:
    """A gateway of the two sources, configured from the environment; MongoDB is never asked."""
    environ = os.environ
    sources = [(source, read_source_settings(source, environ, disabled=False)) for source in SOURCES]
    configuration = Configuration(read_gateway_settings(environ), read_mongo_settings(environ), sources)
    return Gateway(configuration)


def main() -> None:
    """Serve as `python -m gateway serve` does; `--http` and `--loop` replace its parser and its loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--http", default="")
    parser.add_argument("--loop", default="")
    chosen = parser.parse_args()
    set_up_logging("WARNING")
    gateway = gateway_of_bench()
    server = server_for(gateway, gateway.configuration)
    if chosen.http or chosen.loop:
        server = _served_otherwise(gateway, chosen.http or "auto", chosen.loop or "auto")
    server.run()


def _served_otherwise(gateway: Gateway, http: Any, loop: Any) -> uvicorn.Server:
    settings = gateway.configuration.gateway
    return uvicorn.Server(
        uvicorn.Config(
            gateway.app(),
            host=settings.host,
            port=settings.port,
            http=http,
            loop=loop,
            log_config=None,
            access_log=False,
            server_header=False,
        )
    )


if __name__ == "__main__":
    main()
