"""What compose and the image call exists in the code; there need be no engine to know it."""

import importlib.util
import io
import itertools
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from launcher import postgres, session
from launcher.console import Console
from launcher.home import Home

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
PROGRAM = ("web", "worker", "relay", "migrate")


def _modules(words: list[str]) -> list[str]:
    """The modules that a command line runs or hands over."""
    called = [after for before, after in itertools.pairwise(words) if before == "-m"]
    if words[0] == "gunicorn":
        called.append(words[1])
    return called


def _instructions(name: str) -> list[str]:
    return re.findall(rf"^\s*{name}\s+(.*)$", DOCKERFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("name", PROGRAM)
def test_what_a_service_runs_exists(name: str) -> None:
    command = SERVICES[name].get("command") or json.loads(_instructions("CMD")[-1])
    modules = _modules(command)
    assert modules
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []


def test_what_the_image_runs_while_it_is_built_exists() -> None:
    built = [module for line in _instructions("RUN") for module in re.findall(r"python -m ([a-z_.]+)", line)]
    own = [module for module in built if module.split(".")[0] in {"solvers", "scheduler", "api"}]
    assert own
    assert [module for module in own if importlib.util.find_spec(module) is None] == []


def test_what_the_image_copies_exists_and_reaches_the_builder() -> None:
    sources = [word for line in _instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(sources) == let_through


def test_nothing_runs_as_root() -> None:
    assert _instructions("USER")[-1] == "10001:10001"
    assert {name: SERVICES[name].get("user") for name in ("postgis", "redis")} == {
        "postgis": "postgres",
        "redis": "redis",
    }
    assert [name for name in PROGRAM if "user" in SERVICES[name]] == []


def test_every_lasting_service_says_how_it_is() -> None:
    assert _instructions("HEALTHCHECK")
    checks = {name: service.get("healthcheck", "the image's") for name, service in SERVICES.items()}
    assert [name for name, check in checks.items() if check == {"disable": True}] == ["migrate"]
    assert checks["web"] == "the image's"


def test_queue_workers_can_be_scaled() -> None:
    assert not {"container_name", "ports", "hostname"} & SERVICES["worker"].keys()


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{([A-Z_]*(?:KEY|PASSWORD|TOKEN)[A-Z_]*)(.*?)\}", text)
    assert secrets
    assert [name for name, rest in secrets if not rest.startswith(":?")] == []


def test_the_program_signs_in_as_an_account_that_owns_no_table() -> None:
    for name in ("web", "worker", "relay"):
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgres://menlu_program:")
    assert SERVICES["migrate"]["environment"]["DATABASE_URL"].startswith("postgres://menlu:")
    assert "menlu_program LOGIN NOINHERIT" in COMPOSE["configs"]["accounts"]["content"]


def test_the_settings_that_compose_gives_are_read() -> None:
    read = (ROOT / "scheduler/settings.py").read_text()
    given = {name for service in PROGRAM for name in SERVICES[service]["environment"]}
    assert [name for name in sorted(given) if f"    {name.lower()}:" not in read] == []


@pytest.mark.e2e
def test_the_two_accounts_are_enough_and_the_programs_own_sees_nothing_beside_its_role(home: Home) -> None:
    binaries, cluster = postgres.find_binaries(), postgres.cluster_of(home)
    assert binaries is not None
    psql = [binaries.tool("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "menlu"]
    psql += ["-h", str(cluster.sockets)]
    accounts = re.search(r"<<'SQL'\n(.*)\nSQL\n", COMPOSE["configs"]["accounts"]["content"], flags=re.DOTALL)
    assert accounts is not None
    with session.servers(home, Console(io.StringIO()), throwaway=True) as environment:
        owner = os.environ | environment
        made = [*psql, "-U", "menlu", "-v", "password=x"]
        subprocess.run(made, input=accounts[1], text=True, check=True, timeout=60)
        django = [str(home.python), "-m", "django"]
        subprocess.run([*django, "migrate", "--noinput", "-v", "0"], env=owner, check=True, timeout=120)
        program = owner | {"DATABASE_URL": environment["DATABASE_URL"].replace("//menlu@", "//menlu_program@")}
        subprocess.run([*django, "check", "--database", "default"], env=program, check=True, timeout=60)
        refused = subprocess.run(
            [*psql, "-U", "menlu_program", "-c", "SELECT count(*) FROM organisations_organisation"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "permission denied" in refused.stderr
