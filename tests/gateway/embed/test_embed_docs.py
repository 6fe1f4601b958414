"""The page about widgets names everything a partner can set."""

import re
from pathlib import Path

import pytest

from gateway.embed.files import widget_files
from gateway.embed.frame import LOOKS
from gateway.embed.operations import OPERATIONS

PAGE = (Path(__file__).parents[3] / "docs/widgets.md").read_text("utf-8")
SOURCE = "\n".join(file.content.decode() for file in widget_files().values())
ATTRIBUTES = re.search(r"observedAttributes = \[(.*?)\]", SOURCE, re.DOTALL)[1]


@pytest.mark.parametrize("name", sorted({*re.findall(r'"([\w-]+)"', ATTRIBUTES), *LOOKS}))
def test_every_attribute_is_described(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", sorted(set(re.findall(r"var\((--pi-[\w-]+)", SOURCE))))
def test_every_property_is_described(name):
    assert f"`{name}`" in PAGE


def test_the_page_promises_no_property_event_or_operation_that_does_not_exist():
    assert set(re.findall(r"--pi-[\w-]+", PAGE)) == set(re.findall(r"var\((--pi-[\w-]+)", SOURCE))
    assert set(re.findall(r"`(pi-[\w-]+)`", PAGE)) == set(re.findall(r'CustomEvent\("(pi-[\w-]+)"', SOURCE))
    assert set(re.findall(r"<partir-ici-(\w+)>`", PAGE)) == set(OPERATIONS)
