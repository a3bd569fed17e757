"""The real dev server under the supervisor."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx2
import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from embedded.secrets import ensure_secrets
from embedded.supervise import Supervisor
from embedded.temporal import connect_embedded, dev_server
from rig.ports import free_ports
from settings import Place, Settings, load_settings, process_environment

pytestmark = pytest.mark.real
TODAY = date(2026, 3, 2)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    ensure_secrets(Place(data_dir=tmp_path), TODAY)
    server, ui = free_ports(2)
    return load_settings(
        data_dir=tmp_path,
        temporal_address=f"127.0.0.1:{server}",
        temporal_ui_port=ui,
    )


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(print)
    yield supervisor
    await supervisor.stop()


async def start(supervisor: Supervisor, settings: Settings) -> Client:
    await supervisor.start(dev_server(settings, process_environment()))
    return await connect_embedded(settings)


async def test_temporal_ui_asks_our_api_for_clear_text(
    supervisor: Supervisor, settings: Settings
) -> None:
    await start(supervisor, settings)

    async with httpx2.AsyncClient(trust_env=False) as browser:
        ui = f"http://127.0.0.1:{settings.temporal_ui_port}"
        page = await browser.get(ui)
        found = (await browser.get(f"{ui}/api/v1/settings")).json()

    assert page.status_code == httpx2.codes.OK
    assert found["Codec"]["Endpoint"] == "http://127.0.0.1:8000/codec/ui"


@pytest.mark.trial("A44")
def test_no_secret_stands_on_the_servers_command_line(settings: Settings) -> None:
    """The server tells its pages' endpoint to any Host that asks, so there is no secret in it either."""
    guarded = load_settings(data_dir=settings.data_dir, codec_token="hunter2")
    command = " ".join(dev_server(guarded, process_environment()).command)
    assert "/codec/ui" in command
    assert "hunter2" not in command


async def test_an_open_case_is_still_there_after_a_restart(
    supervisor: Supervisor, settings: Settings
) -> None:
    client = await start(supervisor, settings)
    await client.start_workflow("Case", id="case-1", task_queue="cases")
    await supervisor.stop()

    client = await start(supervisor, settings)

    found = await client.get_workflow_handle("case-1").describe()
    assert found.status == WorkflowExecutionStatus.RUNNING
