"""A client generated from the schema does the main job against a live server."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytest_django.live_server_helper import LiveServer

from scheduler.plans.planning import run_execute
from solvers.documents import load, read_plan, read_problem, write_problem
from solvers.judge import judge
from tests.builders import ok_small
from tests.cast import PASSWORD, Cast
from tests.committed import cast

__all__ = ["cast"]
ROOT = Path(__file__).parents[2]
PACKAGE = "menlu_client"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("application/pdf", "application/zip", "text/calendar", "text/csv", XLSX)
CONFIG = (
    f"project_name_override: menlu-client\npackage_name_override: {PACKAGE}\npost_hooks: []\n"
    "content_type_overrides:\n" + "".join(f"  {kind}: application/octet-stream\n" for kind in FILES)
)


@pytest.fixture(scope="module")
def _generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The package, generated anew and importable."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    done = subprocess.run(
        [
            Path(sys.executable).with_name("openapi-python-client"),
            *("generate", "--path", ROOT / "docs" / "openapi.json", "--meta", "none"),
            *("--config", folder / "config.yaml", "--output-path", folder / PACKAGE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr, "every endpoint is in the client"
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))


def _part(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.{name}")


@pytest.mark.slow
@pytest.mark.usefixtures("_generated")
@pytest.mark.django_db(transaction=True)
def test_a_generated_client_imports_plans_and_publishes(cast: Cast, live_server: LiveServer) -> None:
    library, models = importlib.import_module(PACKAGE), _part("models")
    client = library.Client(base_url=live_server.url)
    who = models.SignIn(email=cast.coordinator.user.email, password=PASSWORD)
    token = _part("api.tokens.token_create").sync(client=client, body=who).token
    client = library.AuthenticatedClient(base_url=live_server.url, token=token)

    document = write_problem(ok_small())
    problem = models.TransferProblem.from_dict(document)
    made = _part("api.campaigns.campaign_import").sync(client=client, body=problem, idempotency_key="once")
    again = _part("api.campaigns.campaign_import").sync(client=client, body=problem, idempotency_key="once")
    assert made.id == again.id
    assert _part("api.campaigns.campaign_problem").sync(made.id, client=client).to_dict() == document

    run = _part("api.runs.run_start").sync(made.id, client=client, body=models.RunIn(seconds=2, seed=1))
    assert run.status == "queued"
    run_execute(run_id=run.id, worker="worker-1")
    run = _part("api.runs.run_get").sync(run.id, client=client)
    assert (run.status, run.error) == ("ready", None)

    plan = _part("api.runs.run_plan").sync(run.id, client=client).to_dict()
    assert judge(read_problem(document), read_plan(plan)).feasible
    published = _part("api.runs.run_publish").sync(run.id, client=client)
    assert (published.state, published.number) == ("published", 1)
    refused = _part("api.runs.run_publish").sync(run.id, client=client)
    assert refused.code == "plan_not_publishable"

    duties = _part("api.duties.duty_list").sync(published.id, client=client).items
    for duty in duties[:1]:
        sheet = _part("api.duties.duty_route_sheet").sync_detailed(duty.id, client=client)
        assert sheet.content[:5] == b"%PDF-"


@pytest.mark.usefixtures("_generated")
def test_the_client_reads_the_demonstrations_places() -> None:
    models = _part("models")
    bureau = load(ROOT / "fixtures" / "qianjiang-rizhao" / "bureau.json")
    assert isinstance(bureau, dict)
    for place in bureau["places"]:
        assert models.PlaceIn.from_dict(place).to_dict() == place
