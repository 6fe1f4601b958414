"""Fixed versions: the sources are what the newest one was made of, and nothing changes one by chance."""

import pytest

from gateway.embed import release
from gateway.embed.release import LIST, LOADER, built, checksum, newest, packed, released, sources


def test_the_widget_is_what_its_newest_version_was_made_of():
    assert newest() is not None, "the widget changed: `python -m gateway widget NUMBER` with a new number"


def test_the_loader_covers_all_that_comes_after_it():
    files = built("1.2.3", sources())
    assert checksum(files[LIST]) in files[LOADER].decode()
    assert b'new URL("../1.2.3/", import.meta.url)' in files[LOADER]
    listed = files[LIST].decode()
    modules = {name for name in files if name.endswith(".js")} - {LOADER, LIST, "frame.js"}
    assert all(f'"{name}":"{checksum(files[name])}"' in listed for name in modules)
    assert b"import " not in files[LOADER], "a static import would come without a checksum"


def test_the_same_files_give_the_same_bytes():
    assert packed(sources()) == packed(dict(reversed(sources().items())))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(release, "VERSIONS", tmp_path)
    released.cache_clear()
    yield tmp_path
    released.cache_clear()


def test_a_version_is_never_replaced_and_numbers_only_grow(folder):
    assert release.release("1.1.0")[0]
    released.cache_clear()
    for number, told in (
        ("1.1.0", "exists"),
        ("1.0.9", "is higher"),
        ("2.0.0", "like 1.2.0"),
        ("1.01.0", "like 1.2.0"),
    ):
        done, sentence = release.release(number)
        assert not done
        assert told in sentence
    assert release.release("1.1.0", again=True)[0]
    assert [path.name for path in folder.iterdir()] == ["1.1.0.zip"]
