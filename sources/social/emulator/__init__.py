"""Emulator of Meta's Graph API v26.0 on loopback: an invented Page, an Instagram account and scouts."""

from sources.social.emulator.app import create_app

__all__ = ["create_app"]
