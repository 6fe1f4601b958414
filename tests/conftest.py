"""Fixtures for all tests: one mongod, one browser, one filled gateway for the whole run."""

pytest_plugins = ["gateway.testing.mongo", "gateway.testing.browser", "gateway.testing.stage"]
