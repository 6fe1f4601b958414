"""The budgets of what a partner's page loads, measured as sent with gzip."""

import re

from gateway.embed.files import fixed_files, widget_files
from gateway.embed.release import newest

LOADER = 3_000
WHOLE = 20_000
MAP, POSTS = 9_000, 2_000
LATER = re.compile(r"words/|map|post|frame")


def test_the_loader_the_widget_and_the_map_stay_within_their_budgets(capsys):
    sizes = {name: len(file.packed) for name, file in fixed_files()[newest()].items() if name.endswith(".js")}
    language = max(size for name, size in sizes.items() if name.startswith("words/"))
    first = sizes["partir-ici.js"]
    whole = sum(size for name, size in sizes.items() if not LATER.match(name)) + language
    more = sum(size for name, size in sizes.items() if name.startswith("map"))
    posts = sizes["post.js"]
    with capsys.disabled():
        print(f"\nwidget, bytes gzip: loader {first} of {LOADER}, in all {whole} of {WHOLE}")
        print(f"what a map adds {more} of {MAP}, what posts add {posts} of {POSTS}")
    assert first <= LOADER
    assert whole <= WHOLE
    assert more <= MAP
    assert posts <= POSTS


def test_every_language_has_the_same_words():
    keys = {
        name: re.findall(r"^ +(\w+):", file.content.decode(), re.MULTILINE)
        for name, file in widget_files().items()
        if name.startswith("words/")
    }
    assert len(keys) == 6
    assert len({tuple(found) for found in keys.values()}) == 1


def test_no_module_writes_markup_or_keeps_anything_in_the_browser():
    forbidden = (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "localStorage", "sessionStorage", "document.cookie", "indexedDB", "sendBeacon", "http://127",
    )  # fmt: skip
    for name, file in widget_files().items():
        for word in forbidden:
            assert word.encode() not in file.content, f"{word} in {name}"
