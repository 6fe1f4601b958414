"""The budgets of what a partner's page loads, measured as sent with gzip."""

import re

from gateway.embed.files import widget_files

AT_ONCE = ("partir-ici.js", "styles.js")
LOADER = 3_000
WHOLE = 18_000


def packed(names):
    return {name: len(widget_files()[name].packed) for name in names}


def test_the_first_modules_and_the_whole_widget_stay_within_their_budgets(capsys):
    others = [name for name in widget_files() if name.endswith(".js") and not name.startswith("words/")]
    languages = [name for name in widget_files() if name.startswith("words/")]
    first, every = sum(packed(AT_ONCE).values()), packed(others)
    whole = sum(every.values()) + max(packed(languages).values())
    with capsys.disabled():
        print(f"\nwidget: at once {first} of {LOADER}, in all {whole} of {WHOLE} bytes gzip")  # wanted
    assert first <= LOADER
    assert whole <= WHOLE


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
