"""Private servers that survive what machines do to them."""

import io
import os
import signal
import socket
import subprocess
import time

import pytest

from launcher import postgres, redis, session, stack
from launcher.console import Console
from launcher.home import Home
from launcher.processes import identity_of, is_alive, wait_until_gone


def _quiet() -> Console:
    return Console(io.StringIO())


def _psql(home: Home, statement: str) -> str:
    binaries, cluster = postgres.find_binaries(), postgres.cluster_of(home)
    assert binaries is not None
    command = [binaries.tool("psql"), "-X", "-A", "-t", "-h", str(cluster.sockets), "-U", "menlu", "-d", "menlu"]
    answer = subprocess.run([*command, "-c", statement], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def _redis(home: Home, command: str) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(redis.socket_of(home)))
        client.sendall(command.encode() + b"\r\n")
        return client.recv(1000).decode().strip()


def _postmaster(home: Home) -> int:
    return int((postgres.cluster_of(home).data / "postmaster.pid").read_text().splitlines()[0])


def test_the_servers_keep_what_they_are_told_from_one_session_to_the_next(home: Home) -> None:
    with session.servers(home, _quiet()) as environment:
        assert environment["DATABASE_URL"].startswith("postgres://menlu@/menlu?host=")
        assert environment["REDIS_URL"] == f"unix://{redis.socket_of(home)}"
        assert _psql(home, "SELECT postgis_lib_version()").startswith("3.")
        _psql(home, "CREATE TABLE kept AS SELECT 1 AS one")
        assert _redis(home, "SET kept one") == "+OK"
        assert _redis(home, "CONFIG GET maxmemory-policy").endswith("noeviction")
    assert not redis.is_answering(redis.socket_of(home))
    with session.servers(home, _quiet()):
        assert _psql(home, "SELECT one FROM kept") == "1"
        assert _redis(home, "GET kept").endswith("one")


def test_data_without_its_keys_is_kept_aside_and_all_begins_anew(home: Home) -> None:
    with session.servers(home, _quiet()):
        _psql(home, "CREATE TABLE kept AS SELECT 1 AS one")
    home.secrets.unlink()
    with session.servers(home, _quiet()):
        assert _psql(home, "SELECT to_regclass('kept') IS NULL") == "t"
    assert len(list(postgres.cluster_of(home).data.parent.glob("pg.without-keys-*/pg/PG_VERSION"))) == 1


def test_the_servers_listen_on_no_port(home: Home) -> None:
    with session.servers(home, _quiet()):
        assert _psql(home, "SHOW listen_addresses") == ""
        assert _redis(home, "CONFIG GET port").endswith("0")


def test_a_cluster_that_was_cut_off_while_being_made_is_made_anew(home: Home) -> None:
    cluster = postgres.cluster_of(home)
    half = cluster.data.parent / "pg.new-half"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    cluster.data.mkdir()
    with session.servers(home, _quiet()):
        assert _psql(home, "SELECT 1") == "1"
    assert not half.exists()


def test_a_lock_file_whose_number_a_stranger_has_by_now_keeps_nothing_from_starting(
    home: Home, stranger: subprocess.Popen[bytes]
) -> None:
    with session.servers(home, _quiet()):
        text = (postgres.cluster_of(home).data / "postmaster.pid").read_text()
    lines = [str(stranger.pid), *text.splitlines()[1:]]
    (postgres.cluster_of(home).data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with session.servers(home, _quiet()):
        assert _psql(home, "SELECT 1") == "1"
    assert stranger.poll() is None


def test_servers_whose_launcher_was_killed_are_ended_and_their_data_is_there(home: Home) -> None:
    code = (
        "import sys, time, io; from pathlib import Path; from launcher.home import Home; "
        "from launcher import session; from launcher.console import Console; "
        "root, state = map(Path, sys.argv[1:]); home = Home(root=root, shared=root / '.menlu', state=state)\n"
        "with session.servers(home, Console(io.StringIO())): print('lent', flush=True); time.sleep(60)"
    )
    command = [str(home.python), "-c", code, str(home.root), str(home.state)]
    launcher = subprocess.Popen(command, cwd=home.root, stdout=subprocess.PIPE)
    assert launcher.stdout is not None
    assert launcher.stdout.readline() == b"lent\n"
    _psql(home, "CREATE TABLE kept AS SELECT 1 AS one")
    left = identity_of(_postmaster(home))
    assert left is not None
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    assert is_alive(left)
    with session.servers(home, _quiet()):
        assert not is_alive(left)
        assert _psql(home, "SELECT one FROM kept") == "1"


def test_a_redis_that_was_killed_has_lost_nothing_that_it_had_acknowledged(home: Home) -> None:
    with session.servers(home, _quiet()):
        for number in range(200):
            assert _redis(home, f"RPUSH line {number}") == f":{number + 1}"
        time.sleep(1.2)
        killed = identity_of(int((home.redis / "redis.pid").read_text()))
        assert killed is not None
        os.kill(killed.pid, signal.SIGKILL)
        assert wait_until_gone(killed, 5)
    with session.servers(home, _quiet()):
        assert _redis(home, "LLEN line") == ":200"


def test_servers_given_in_the_environment_are_used_and_nothing_is_started(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:1")
    lent = stack.servers_of(home)
    assert lent.services == ()
    assert lent.urls == {"DATABASE_URL": "postgres://somewhere/else", "REDIS_URL": "redis://somewhere:1"}
    assert not (home.state / "pg").exists()
