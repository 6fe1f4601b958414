"""Finding sources: a folder or an installed package appears in the graph with no other change."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.graph.compose import compose
from gateway.registry import RegistryError, find_sources

OUTSIDE = '''
"""A source from outside the repository."""

from contextlib import asynccontextmanager

import strawberry

from gateway.source import Context, Source, SourceSettings, link, root_field


@strawberry.type(description="Weather at a place.")
class Forecast:
    sky: str = strawberry.field(description="In one word.")


@root_field(description="The weather of the day.")
async def {name}_today(ctx: Context[None]) -> Forecast | None:
    return Forecast(sky="clear")


@link("Offer", description="The weather at an offer.")
async def {name}(parents, ctx: Context[None]) -> list[Forecast | None]:
    return [Forecast(sky="clear") for _ in parents]


@asynccontextmanager
async def open_source(opening):
    yield None


async def health(ctx):
    return None


source = Source(
    name="{name}", title="Météo", description="Weather.", owner="tests", settings=SourceSettings,
    open=open_source, health=health, fields=({name}_today,), links=({name},),
)
'''


@pytest.fixture
def clean_imports() -> Iterator[None]:
    modules, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    sys.path[:] = path


def write_source(folder: Path, name: str, text: str = OUTSIDE) -> Path:
    package = folder / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "source.py").write_text(text.replace("{name}", name))
    return package


def test_the_repository_s_own_sources_are_found_by_their_folders_beside_what_the_gateway_keeps() -> None:
    assert [source.name for source in find_sources()] == ["apidae", "partners", "region", "scouts", "social"]
    assert [source.name for source in find_sources() if not source.brings_content] == ["partners"]


@pytest.mark.usefixtures("clean_imports")
def test_a_folder_from_outside_appears_in_the_graph(tmp_path: Path) -> None:
    write_source(tmp_path, "skywatch")
    schema = compose(find_sources(str(tmp_path))).as_str()
    assert "skywatchToday: Forecast" in schema
    assert schema.count("  skywatch: Forecast") >= 2, "on the interface Offer and on every kind of offer"


@pytest.mark.usefixtures("clean_imports")
def test_an_installed_package_appears_in_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_source(tmp_path, "skyguide")
    facts = tmp_path / "skyguide-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: skyguide\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[partir_ici.sources]\nskyguide = skyguide.source:source\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "skyguideToday: Forecast" in compose(find_sources()).as_str()


@pytest.mark.usefixtures("clean_imports")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("source = 3", "has no value `source` made with gateway.source.Source"),
        (OUTSIDE.replace('name="{name}"', 'name="elsewhere"'), "elsewhere must be called like its folder"),
        (OUTSIDE.replace('name="{name}"', 'name="apidae"'), "apidae must be called like its folder"),
    ],
)
def test_a_folder_that_declares_no_proper_source_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    write_source(tmp_path, f"odd{abs(hash(sentence)) % 1000}", text)
    with pytest.raises(RegistryError, match=sentence):
        find_sources(str(tmp_path))


@pytest.mark.usefixtures("clean_imports")
def test_two_sources_cannot_have_one_name(tmp_path: Path) -> None:
    write_source(tmp_path, "twin")
    with pytest.raises(RegistryError, match="Two sources are called twin"):
        find_sources(f"{tmp_path}:{tmp_path}")


@pytest.mark.usefixtures("clean_imports")
def test_a_source_cannot_take_the_name_of_a_python_package(tmp_path: Path) -> None:
    write_source(tmp_path, "json")
    with pytest.raises(RegistryError, match="json has the name of another Python package"):
        find_sources(str(tmp_path))


def test_a_folder_that_is_none_is_named_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"names absent, which is no folder\.$"):
        find_sources(str(tmp_path / "absent"))
