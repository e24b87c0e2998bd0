"""System packages: installed when we may, named when we may not, and no service started by it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.console import Console
from launcher.errors import LauncherError
from launcher.needs import Need, missing

# Debian's packages would create a cluster and start servers of the system. Both are switched off while we install, by
# the two switches that Debian has for it, and what the packages enable for the next start of the machine is disabled
# again, but only when it was this installation that brought it.
_INSTALL = """
set -u
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.d/menlu.conf
has() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }
brings=
has redis-server || brings="$brings redis-server"
has postgresql-common || brings="$brings postgresql"
undo() {
    rm -f "$cluster"
    [ "${made_policy:-}" ] && rm -f "$policy"
    rmdir /etc/postgresql-common/createcluster.d /etc/postgresql-common 2>/dev/null
    return 0
}
trap undo EXIT
trap 'exit 130' INT TERM HUP
if [ ! -e "$policy" ]; then
    made_policy=yes
    printf '#!/bin/sh\\nexit 101\\n' >"$policy"
    chmod 755 "$policy"
fi
mkdir -p "${cluster%/*}"
echo 'create_main_cluster = false' >"$cluster"
apt-get update -q || echo 'the lists of packages could not be refreshed; going on with those that are here'
apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@" </dev/null
status=$?
for service in $brings; do
    [ -e "/etc/init.d/$service" ] && update-rc.d "$service" disable
done
exit $status
"""


def ensure(purpose: str, console: Console) -> None:
    """Install what the system lacks for a purpose.

    Raises
    ------
    LauncherError
        Something is missing and cannot be installed from here; the mend is the exact line to run.
    """
    lacking = missing(purpose)
    if not lacking:
        return
    names = ", ".join(need.name for need in lacking)
    if sys.platform == "darwin":
        formulas = [formula for need in lacking for formula in need.brew]
        mend = "brew install " + " ".join(formulas) if formulas else "install it by hand"
        raise LauncherError(f"missing on this machine: {names}", mend)
    packages = sorted({package for need in lacking for package in debian_packages(need)})
    if shutil.which("apt-get") is None:
        raise LauncherError(f"missing on this machine: {names}", f"install what Debian calls: {' '.join(packages)}")
    prefix = _root_prefix()
    if prefix is None:
        raise LauncherError(f"missing on this machine, and installing needs root: {names}", install_line(packages))
    with console.step(f"system packages: {' '.join(packages)}"):
        output = _install(prefix, packages)
    if still := missing(purpose):
        names = ", ".join(need.name for need in still)
        raise LauncherError(f"installed, but still not found: {names}\n{_last_lines(output)}")


def debian_packages(need: Need) -> tuple[str, ...]:
    if need.debian == ("python3-venv",) and Path(sys.executable).resolve().parent != Path("/usr/bin"):
        raise LauncherError(f"the Python in {sys.executable} comes without ensurepip", "MENLU_PYTHON=/usr/bin/python3")
    return need.debian


def install_line(packages: list[str]) -> str:
    """The line for somebody who may become root."""
    sudo = "sudo " if shutil.which("sudo") and os.getuid() != 0 else ""
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def _root_prefix() -> list[str] | None:
    """What to put before a command so that root runs it, or None when we may not."""
    if os.getuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _install(prefix: list[str], packages: list[str]) -> str:
    """Install and return what was printed."""
    command = [*prefix, "sh", "-c", _INSTALL, "menlu", *packages]
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", check=False
        )
        output.seek(0)
        printed = output.read()
    if answer.returncode != 0:
        message = f"apt-get failed with status {answer.returncode}:\n{_last_lines(printed)}"
        raise LauncherError(message, install_line(packages))
    return printed


def _last_lines(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines()[-12:])
