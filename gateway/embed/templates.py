"""HTML from this room's template files."""

from pathlib import Path

from gateway.console.templates import Html, renderer

render = renderer(Path(__file__).with_name("templates"))

__all__ = ["Html", "render"]
