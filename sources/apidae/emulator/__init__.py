"""Emulator of the API v002 of Apidae Tourisme, quirks included, over an invented catalogue of offers."""

from .app import create_app

__all__ = ["create_app"]
