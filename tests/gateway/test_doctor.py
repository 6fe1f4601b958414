"""Each check of the doctor fails with a sentence that says what to do."""

import errno
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.doctor import Finding, Probes, embedded_findings, port_problem, problems, run_doctor
from gateway.supervise import MongoMissing


def missing() -> Path:
    raise MongoMissing


HEALTHY = Probes(
    python=lambda: (3, 11),
    system=lambda: ("Linux", "x86_64"),
    glibc=lambda: "2.36",
    cpu=lambda: "processor: 0\nflags\t: fpu avx sse\n",
    curl_loads=lambda: True,
    mongod=lambda: Path("mongod"),
    node=lambda: "node",
    version_of=lambda program: f"{program} 1.0",
    bind=lambda *_: None,
    free_bytes=lambda *_: 2_000_000_000,
    can_write=lambda *_: True,
    has_mongodb=lambda: False,
)


def examined(**probes) -> dict[str, Finding]:
    return {found.check: found for found in run_doctor([8000, 9100], probes=replace(HEALTHY, **probes))}


def test_a_healthy_machine_passes_every_check() -> None:
    found = examined()
    assert list(found) == [
        "python",
        "node",
        "disk",
        "data folder",
        "port 8000",
        "port 9100",
        "glibc",
        "avx",
        "libcurl",
        "mongod",
    ]
    assert problems(list(found.values())) == []
    assert all(finding.sentence.endswith(".") for finding in found.values())


SICK = [
    ("python", {"python": lambda: (3, 10)}, "Python 3.10 is too old; install Python 3.11 or later."),
    (
        "glibc",
        {"glibc": lambda: "2.31"},
        (
            "glibc 2.31 is too old for the embedded mongod; use Debian 12, Ubuntu 22.04 or later, "
            "or set MONGODB_URI to a MongoDB that runs."
        ),
    ),
    (
        "glibc",
        {"glibc": lambda: ""},
        (
            "This system has no glibc for the embedded mongod; use Debian 12, Ubuntu 22.04 or later, "
            "or set MONGODB_URI to a MongoDB that runs."
        ),
    ),
    (
        "avx",
        {"cpu": lambda: "flags : fpu avx_like sse\n"},
        (
            "The processor lacks AVX, which the embedded mongod needs; use another machine, "
            "or set MONGODB_URI to a MongoDB that runs."
        ),
    ),
    (
        "libcurl",
        {"curl_loads": lambda: False},
        (
            "libcurl.so.4 is missing, which the embedded mongod needs; install the system package libcurl4, "
            "or set MONGODB_URI to a MongoDB that runs."
        ),
    ),
    ("mongod", {"mongod": missing}, str(MongoMissing())),
    (
        "mongod",
        {"version_of": lambda *_: None},
        "mongod is present but does not run; repair it, or set MONGODB_URI to a MongoDB that runs.",
    ),
    (
        "disk",
        {"free_bytes": lambda *_: 400_000_000},
        (
            "Only 0.4 GB are free for the data folder; free at least 1 GB, "
            "or set GATEWAY_DATA_DIR to another disk."
        ),
    ),
    (
        "data folder",
        {"can_write": lambda *_: False},
        "The data folder var cannot be written; change its rights, or set GATEWAY_DATA_DIR to another.",
    ),
    (
        "port 8000",
        {"bind": lambda *_: errno.EADDRINUSE},
        "Port 8000 is in use; set GATEWAY_PORT to another.",
    ),
    (
        "port 9100",
        {"bind": lambda *_: errno.EADDRINUSE},
        "Port 9100 is in use; stop the program that uses it.",
    ),
]


@pytest.mark.parametrize(("check", "probes", "sentence"), SICK)
def test_a_failing_check_says_what_to_do(check: str, probes: dict, sentence: str) -> None:
    assert examined(**probes)[check] == Finding(check, False, sentence)


def test_a_missing_node_is_no_failure() -> None:
    finding = examined(node=lambda: None)["node"]
    assert finding.ok
    assert finding.sentence.startswith("Node.js and npm were not found")


def test_with_a_mongodb_of_ones_own_the_embedded_one_is_not_examined() -> None:
    assert not {"glibc", "avx", "libcurl", "mongod"} & set(examined(has_mongodb=lambda: True))


@pytest.mark.parametrize("system", [("Darwin", "arm64"), ("Linux", "aarch64")])
def test_other_machines_need_no_avx(system: tuple[str, str]) -> None:
    found = embedded_findings(replace(HEALTHY, system=lambda: system, cpu=lambda: ""))
    assert problems(found) == []


def test_a_port_that_somebody_listens_on_is_a_problem() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port_problem(port) == f"Port {port} is in use; set GATEWAY_PORT to another."
        assert port_problem(port, setting=None) == f"Port {port} is in use; stop the program that uses it."
    assert port_problem(port) is None


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_a_problem(host: str) -> None:
    problem = f"This machine has no address {host}; set GATEWAY_HOST to one of its own, e.g. 127.0.0.1."
    assert port_problem(8000, host=host) == problem


def test_a_port_of_the_system_is_a_problem() -> None:
    probes = replace(HEALTHY, bind=lambda *_: errno.EACCES)
    problem = "Port 80 needs the rights of an administrator; set GATEWAY_PORT to another."
    assert port_problem(80, probes=probes) == problem


def test_this_machine_can_be_examined(tmp_path: Path) -> None:
    machine = Probes(has_mongodb=lambda: False)
    found = {
        finding.check: finding for finding in run_doctor([], data_folder=tmp_path / "new", probes=machine)
    }
    assert found["python"].ok
    assert found["mongod"].ok, found["mongod"].sentence
    assert found["data folder"].ok
    assert (tmp_path / "new").is_dir()


def test_a_folder_that_cannot_be_made_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = {finding.check: finding.ok for finding in run_doctor([], data_folder=tmp_path / "file" / "data")}
    assert found["data folder"] is False
    assert found["disk"] is True
