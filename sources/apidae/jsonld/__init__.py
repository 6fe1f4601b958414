"""Descriptions of offers in the words of schema.org, for search engines and the pages of partners."""

from sources.apidae.jsonld.describing import json_ld

__all__ = ["json_ld"]
