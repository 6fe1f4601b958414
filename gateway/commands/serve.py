"""Serve the graph with the sources and the MongoDB that the settings name."""

from __future__ import annotations

import argparse
import os
import socket
import sys

import uvicorn

from gateway.app import Configuration, Gateway
from gateway.app import configure as read_configuration
from gateway.commands.workers import Workers
from gateway.doctor import port_problem
from gateway.http.collector import settle_collector
from gateway.http.server import server_config
from gateway.observe.logs import set_up_logging

NAME = "serve"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: everything is a setting."""
    del parser


def run(_: argparse.Namespace) -> int:
    """Serve until stopped."""
    configuration = read_configuration(os.environ)
    set_up_logging(configuration.gateway.log_level)
    if not configuration.mongo.uri:
        print("MONGODB_URI is missing. `make run` starts a MongoDB of its own for a try.", file=sys.stderr)
        return 2
    if configuration.gateway.dev_tokens:
        print("GATEWAY_DEV_TOKENS is for `demo` only: set GATEWAY_AUTH_ISSUER instead.", file=sys.stderr)
        return 2
    if problem := port_problem(configuration.gateway.port, host=configuration.gateway.host):
        print(problem, file=sys.stderr)
        return 1
    if configuration.gateway.workers == 1:
        server_for(Gateway(configuration), configuration).run()
        return 0
    listening = uvicorn.Config(
        "", host=configuration.gateway.host, port=configuration.gateway.port
    ).bind_socket()

    def serve(taken: socket.socket) -> int:
        server = server_for(Gateway(configuration), configuration)
        server.run(sockets=[taken])
        return 0 if server.started else 1

    return Workers(configuration.gateway.workers, serve).run(listening)


def server_for(gateway: Gateway, configuration: Configuration, *, lifespan: bool = True) -> uvicorn.Server:
    """A uvicorn server with limits of our own; without `lifespan` the caller opens the gateway."""
    app = gateway.app()
    settle_collector()
    return uvicorn.Server(server_config(app, configuration.gateway, lifespan=lifespan, leave=app.state.leave))
