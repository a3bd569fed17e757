"""Take the pictures of docs/supervisors.md and the READMEs, from a running demo."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import httpx2
import typer
from playwright.async_api import Page, async_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = {"width": 1440, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LESS = ("Run ID", "Type", "Start", "End")
MORE = ("Stage", "Owner", "Priority", "Tier", "SlaState", "NextPromiseDue")
"""Columns a supervisor's list does without, and those it has instead."""

Step = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """What is opened, what is done there, and under which name it is kept. `title` finds a case by a part
    of its title; its run stands for `{run}` in the address, its number for `{number}`."""

    name: str
    address: str
    title: str = ""
    then: Step | None = None
    who: str = ""
    """Whoever looks at the workbench, in their language; nobody looks at Temporal UI."""


async def _columns(page: Page) -> None:
    """Choose the columns as docs/supervisors.md says."""
    await page.get_by_test_id("workflows-summary-table-configuration-button").click()
    for name in LESS:
        await page.get_by_test_id(f"orderable-list-item-{name}-remove-button").click()
    for name in MORE:
        await page.get_by_test_id(f"orderable-list-item-{name}-add-button").click()
    await page.get_by_test_id("drawer-close-button").click()


async def _down(page: Page) -> None:
    await page.mouse.move(700, 500)
    await page.mouse.wheel(0, 420)


def _list(query: str) -> str:
    return f"/namespaces/default/workflows?query={quote(query)}"


OPEN = 'WorkflowType="case" and ExecutionStatus="Running"'
CASE = "/namespaces/default/workflows/{run}"
PICTURES = (
    Picture("list", _list(OPEN), then=_columns),
    Picture("overdue", _list(f'{OPEN} and SlaState="overdue"')),
    Picture("timeline", f"{CASE}/timeline", "扫地机器人", _down),
    Picture("history", f"{CASE}/history", "扫地机器人", _down),
    Picture("details", f"{CASE}/user-metadata", "扫地机器人", _down),
    Picture("reconcile", "/namespaces/default/schedules"),
    Picture("day_zh", "/day", who="li.min"),
    Picture("case_zh", "/cases/{number}", "扫地机器人", who="li.min"),
    Picture("day_en", "/day", who="sarah.lin"),
    Picture("case_en", "/cases/{number}", "Nobody can place an order", who="sarah.lin"),
)


def main(
    ui: Annotated[str, typer.Option(help="Where Temporal UI is.")] = "http://127.0.0.1:8233",
    api: Annotated[str, typer.Option(help="Where the API is.")] = "http://127.0.0.1:8000",
    data_dir: Annotated[Path, typer.Option(help="The demo's folder.")] = Path(".data-demo"),
) -> None:
    """Take every picture anew, into docs/pictures."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        typer.echo("no Chromium is installed: on Debian `apt install chromium fonts-noto-cjk`")
        raise typer.Exit(1)
    key = (data_dir / "first-key").read_text().strip()
    runs = _runs(api, key)
    links = {who: _link(who, api, data_dir) for who in {each.who for each in PICTURES} - {""}}
    asyncio.run(_take(browser, ui, api, runs, links))


def _runs(api: str, key: str) -> dict[str, str]:
    """The workflow of each case, by its title."""
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx2.get(f"{api}/v1/cases?limit=200", headers=headers, trust_env=False)
    answer.raise_for_status()
    return {case["title"]: f"case-{case['number']}" for case in answer.json()["items"]}


def _link(who: str, api: str, data_dir: Path) -> str:
    """A link that lets somebody into the workbench once."""
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "cli", "person", "link", who],
        env={
            "FOLLOWTHROUGH_DATA_DIR": str(data_dir.absolute()),
            "FOLLOWTHROUGH_API_PORT": api.rpartition(":")[2],
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.split()[-1]


async def _take(
    browser: str, ui: str, api: str, runs: dict[str, str], links: dict[str, str]
) -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as play:
        chromium = await play.chromium.launch(
            executable_path=browser,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        windows = {}
        for who, first in {"": "about:blank", **links}.items():
            context = await chromium.new_context(viewport=SIZE, timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
            windows[who] = await context.new_page()
            await windows[who].goto(first)
            if who:
                await windows[who].locator("main form button").click()
                await windows[who].wait_for_url("**/day")
        for picture in PICTURES:
            page = windows[picture.who]
            workflow = next(run for title, run in runs.items() if picture.title in title)
            if picture.who:
                number = workflow.removeprefix("case-")
                await page.goto(api + picture.address.replace("{number}", number))
            else:
                run = await _run(page, ui, workflow)
                await page.goto(ui + picture.address.replace("{run}", run))
            await page.wait_for_timeout(2_500)  # the page asks the API to decode
            if picture.then:
                await picture.then(page)
                await page.wait_for_timeout(1_000)
            await page.screenshot(path=FOLDER / f"{picture.name}.png")
            typer.echo(f"docs/pictures/{picture.name}.png")
        await chromium.close()


async def _run(page: Page, ui: str, workflow: str) -> str:
    """The workflow with the newest run behind it, as Temporal UI leads there."""
    await page.goto(f"{ui}/namespaces/default/workflows/{workflow}")
    await page.wait_for_url("**/timeline*")
    return page.url.partition("/workflows/")[2].partition("/timeline")[0]


if __name__ == "__main__":
    typer.run(main)
