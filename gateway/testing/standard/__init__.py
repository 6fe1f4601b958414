"""Standard tests that every source inherits; see docs/testing.md."""

from gateway.testing.standard.tests import SourceTests

__all__ = ["SourceTests"]
