"""The command line, for what it does beyond its rooms. What needs a process of its own (how it starts and ends, what it asks on
a terminal) has one; all else is asked within this one, for each start takes seconds."""

import asyncio
import contextlib
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from db import links, passwords, sessions
from db.session import Database
from embedded.secrets import ensure_secrets
from rig.ports import free_ports
from settings import PREFIX, Place, load_settings
from vault import Vault

ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(data_dir=tmp_path / "data")
    ensure_secrets(place, date(2026, 3, 2))
    return place


@dataclass(frozen=True)
class Ended:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def followthrough(
    *arguments: str,
    place: Place | None = None,
    cwd: Path | None = None,
    database: str = "",
    typed: str = "",
) -> Ended:
    environment = {"NO_COLOR": "1"}
    if place:
        environment[f"{PREFIX}DATA_DIR"] = str(place.data_dir)
    if database:
        environment[f"{PREFIX}DATABASE_URL"] = database
    with contextlib.chdir(cwd or ROOT):
        ended = CliRunner().invoke(app, arguments, input=typed, env=environment)
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of an installation whose database is migrated, and of one where somebody works as well."""
    made = {"migrated": tmp_path_factory.mktemp("migrated"), "li": tmp_path_factory.mktemp("li")}
    place = Place(data_dir=made["migrated"] / "data")
    ensure_secrets(place, date(2026, 3, 2))
    assert followthrough("migrate", place=place).returncode == 0
    with_somebody = copied(made["migrated"], made["li"])
    add = ("person", "add", "li.min", "--name", "x", "--team", "after_sales")
    assert followthrough(*add, place=with_somebody).returncode == 0
    return made


def copied(made: Path, folder: Path) -> Place:
    """An installation of one's own, as another is."""
    return Place(data_dir=shutil.copytree(made / "data", folder / "data"))


@pytest.fixture
def migrated(made_once: dict[str, Path], tmp_path: Path) -> Place:
    """An installation whose database is ready, and nothing in it."""
    return copied(made_once["migrated"], tmp_path)


@pytest.fixture
def with_li(made_once: dict[str, Path], tmp_path: Path) -> Place:
    """An installation where somebody works."""
    return copied(made_once["li"], tmp_path)


def test_help_loads_no_room() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import cli.main, sys\ntry: cli.main.app(['--help'])\nexcept SystemExit: print(*sys.modules)",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert {"temporalio", "sqlalchemy", "fastapi", "pydantic", "domain"}.isdisjoint(loaded)


def test_fresh_keys_are_settings(tmp_path: Path) -> None:
    printed = followthrough("keys").stdout
    (tmp_path / ".env").write_text(printed)

    assert followthrough("migrate", cwd=tmp_path).returncode == 0


def test_a_missing_setting_is_one_plain_line_each(tmp_path: Path) -> None:
    ended = followthrough("worker", cwd=tmp_path)

    assert ended.returncode == 1
    assert [line.split()[0] for line in ended.stderr.splitlines()] == [
        "FOLLOWTHROUGH_ENCRYPTION_KEYS",
        "FOLLOWTHROUGH_BLIND_INDEX_KEY",
    ]


def test_a_person_gets_a_key_and_loses_it(migrated: Place) -> None:
    def run(*arguments: str) -> str:
        ended = followthrough(*arguments, place=migrated)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    run("person", "add", "li.min", "--name", "李敏", "--team", "after_sales")
    clear = run("key", "create", "li.min", "--label", "phone").strip()
    key_id, person, hint, state, label, scopes = run("key", "list").strip().split("\t")
    assert scopes == "all"

    assert run("person", "list").startswith("li.min\t李敏\tafter_sales\tagent")
    assert (person, hint, state, label) == ("li.min", f"…{clear[-4:]}", "in use", "phone")
    assert clear not in run("key", "list")
    run("key", "revoke", key_id)
    assert followthrough("key", "revoke", key_id, place=migrated).returncode == 1


def database_of(place: Place) -> tuple[str, Vault]:
    settings = load_settings(data_dir=place.data_dir)
    return settings.database_url.get_secret_value(), settings.vault()


def asked_of(place: Place, work: Callable[[Database], Awaitable[Any]]) -> Any:
    """What the database of an installation says."""

    async def ask() -> Any:
        database = Database(*database_of(place))
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("end", ["\n", "\r\n", "", "\nanother line\n"])
def test_a_password_is_a_line_of_what_comes_in(with_li: Place, end: str) -> None:
    words = " 一只猫坐在窗台上看着雨 "
    ended = followthrough("person", "password", "li.min", place=with_li, typed=words + end)
    assert ended.returncode == 0, ended.stderr
    assert "猫" not in ended.stdout + ended.stderr
    assert asked_of(with_li, lambda database: passwords.matching(database, "li.min", words))


def test_a_password_is_asked_for_twice_and_not_shown(with_li: Place) -> None:
    def typed(*lines: str) -> tuple[int, str]:
        """What a terminal shows to whoever types these lines."""
        child, terminal = pty.fork()
        if child == 0:
            environment = {"PYTHONPATH": str(ROOT), f"{PREFIX}DATA_DIR": str(with_li.data_dir)}
            command = [sys.executable, "-m", "cli", "person", "password", "li.min"]
            os.chdir(ROOT)
            os.execve(command[0], command, environment)  # noqa: S606  (a terminal takes a fork)
        shown = ""
        for line in lines:
            shown += _until(terminal, ": ")
            os.write(terminal, f"{line}\n".encode())
        shown += _until(terminal, None)
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown

    words = "a cat looks at the rain"
    code, shown = typed(words, words + " or not", words, words)
    assert code == 0, shown
    assert words not in shown
    assert "do not match" in shown
    assert asked_of(with_li, lambda database: passwords.matching(database, "li.min", words))


def _until(terminal: int, sign: str | None) -> str:
    """What a terminal shows up to a sign at the end, or until its program ends."""
    shown = b""
    while sign is None or not shown.endswith(sign.encode()):
        try:
            more = os.read(terminal, 1_000)
        except OSError:  # as Linux says that nobody writes any more
            break
        if not more:
            break
        shown += more
    return shown.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least 10"),
        ("   \n", "at least 10"),
        ("short\n", "at least 10"),
        ("li.min\n", "you sign in with"),
        ("qwertyuiop12345\n", "tried out first"),
        ("猫" * 60_000, "at most 200"),
        ("a cat \0 looks at the rain\n", "no keyboard types"),
    ],
)
def test_a_password_that_anybody_would_guess_is_refused(
    with_li: Place, typed: str, why: str
) -> None:
    ended = followthrough("person", "password", "li.min", place=with_li, typed=typed)
    assert ended.returncode == 1
    assert why in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not asked_of(with_li, passwords.is_set)


def test_a_link_lets_in_once_and_signing_out_is_everywhere(with_li: Place) -> None:
    made = followthrough("person", "link", "li.min", place=with_li)
    address, token = made.stdout.strip().rsplit("/", 1)
    assert address == "http://127.0.0.1:8000/sign-in/link"
    assert made.stderr.startswith("lets li.min in once, until 20")

    async def use(database: Database) -> str | None:
        return await links.use(database, token, browser="Firefox", now=datetime.now(UTC))

    async def whose(database: Database) -> object:
        return await sessions.authenticate(database, session, now=datetime.now(UTC))

    session = asked_of(with_li, use)
    assert session
    assert asked_of(with_li, use) is None
    assert asked_of(with_li, whose)
    said = followthrough("person", "sign-out", "li.min", place=with_li).stdout
    assert said == "li.min is signed out everywhere: 1 session ended\n"
    assert asked_of(with_li, whose) is None


@pytest.mark.parametrize("command", ["password", "link", "sign-out"])
def test_nobody_unknown_is_let_in_or_out(with_li: Place, command: str) -> None:
    ended = followthrough("person", command, "nobody", place=with_li, typed="x" * 20)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "nobody active has the handle 'nobody'\n"


def test_a_service_gets_a_key_for_what_it_is_for(migrated: Place) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return followthrough(*arguments, place=migrated)

    shop = ("person", "add", "shop", "--name", "Shop", "--team", "after_sales")
    assert run(*shop, "--role", "service").returncode == 0
    for wrong, why in (((), "say what the key is for"), (("--scope", "all"), "'all' is none of")):
        ended = run("key", "create", "shop", *wrong)
        assert ended.returncode == 2
        assert why in " ".join(ended.stderr.replace("│", " ").split())
    scopes = ("--scope", "read", "--scope", "intake")
    assert run("key", "create", "shop", *scopes).stdout.startswith("ft_")
    assert run("key", "list").stdout.strip().endswith("\tintake, read")


@pytest.mark.trial("A60")
@pytest.mark.parametrize("command", ["up", "demo", "migrate"])
def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "data", Path("/proc/data")):
        ended = subprocess.run(
            [sys.executable, "-m", "cli", *followed(command, folder)],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "NO_COLOR": "1", **settings_of(command, folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 1
        assert ended.stderr.startswith(
            f"the data folder can't be used: {folder} can't be written to"
        )
        assert len(ended.stderr.splitlines()) == 1


def followed(command: str, folder: Path) -> list[str]:
    return [command] if command == "migrate" else [command, "--data-dir", str(folder)]


def settings_of(command: str, folder: Path) -> dict[str, str]:
    if command != "migrate":
        return {}
    keys = (line.split("=", 1) for line in followthrough("keys").stdout.splitlines())
    return {f"{PREFIX}DATA_DIR": str(folder), **dict(keys)}


@pytest.mark.trial("A50", "A60")
def test_a_person_changed_keeps_what_is_not_said_and_what_is_wrong_is_said_in_a_sentence(
    migrated: Place,
) -> None:
    def add(handle: str, *options: str, team: str = "after_sales") -> tuple[int, str]:
        ended = followthrough(
            "person", "add", handle, "--name", "x", "--team", team, *options, place=migrated
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, " ".join((ended.stdout + ended.stderr).replace("│", "").split())

    for handle in ("Big.Name", "王", "", "-x", "a" * 65):
        code, said = add(handle) if not handle.startswith("-") else add("--", handle)
        assert code == 2, said
        assert handle.startswith("-") or "can't be a handle" in said
    code, said = add("li.min", team="nowhere")
    assert (code, "the policy has no team 'nowhere'; it has after_sales" in said) == (2, True), said
    assert add("gao.shan", "--line", "department", team="warehouse")[0] == 0

    assert add("li.min", "--line", "lead", "--role", "lead", "--role", "admin")[0] == 0
    code, said = add("li.min", "--language", "en")
    assert (code, said) == (0, "li.min: lead in after_sales, with the roles admin, lead")
    assert add("li.min", "--line", "agent")[1].endswith("with the roles agent")


@pytest.mark.trial("A50")
def test_a_person_with_whom_nothing_is_left_is_deactivated(with_li: Place) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        ended = followthrough(*arguments, place=with_li)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    assert run("person", "deactivate", "li.min") == (
        0,
        "li.min is not active any more: signed out everywhere, and their keys open nothing\n",
    )
    assert run("person", "list") == (0, "")
    nobody = (1, "nobody active has the handle 'li.min'\n")
    assert run("person", "deactivate", "li.min") == nobody
    assert run("key", "create", "li.min") == nobody


def test_cases_and_customers_of_before_are_made_findable(place: Place) -> None:
    for _ in range(2):
        assert followthrough("migrate", place=place).returncode == 0
    for more in ((), ("--everything",)):
        ended = followthrough("reindex", *more, place=place)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout == "made findable: cases 0, customers 0\n"


@pytest.mark.parametrize(
    "command",
    [
        ("person", "list"),
        ("reindex",),
        ("key", "create", "li.min"),
        ("person", "deactivate", "li.min"),
        ("migrate",),
        ("reconcile",),
    ],
    ids=" ".join,
)
def test_that_no_database_answers_is_said_in_a_sentence(
    place: Place, command: tuple[str, ...]
) -> None:
    [nobody] = free_ports(1)
    where = f"postgres://u:secret@127.0.0.1:{nobody}/cases"
    ended = followthrough(*command, place=place, database=where)
    assert ended.returncode == 1
    assert ended.stderr.startswith("the database does not answer: ")
    assert f"127.0.0.1:{nobody}/cases (FOLLOWTHROUGH_DATABASE_URL)" in ended.stderr
    assert "secret" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_of_another_kind_is_refused_in_a_sentence(place: Place) -> None:
    ended = followthrough("migrate", place=place, database="mysql://u:secret@h/d")
    assert ended.returncode == 1
    assert "a database is sqlite:///path or postgresql://" in ended.stderr
    assert "secret" not in ended.stderr


def test_the_products_own_handle_and_a_name_of_two_lines_are_nobodys(migrated: Place) -> None:
    for handle, name in (("system", "S"), ("x1", ""), ("x1", "a\nb"), ("x1", "a" * 101)):
        given = ("person", "add", handle, "--name", name, "--team", "after_sales")
        ended = followthrough(*given, place=migrated)
        assert ended.returncode == 2, (handle, name)
    assert followthrough("person", "list", place=migrated).stdout == ""


def test_a_folder_that_is_not_there_is_no_policy_with_mistakes(tmp_path: Path) -> None:
    ended = followthrough("policy", "check", str(tmp_path / "nothing"))
    assert ended.returncode == 2
    assert "does not exist" in " ".join(ended.stderr.replace("│", "").split())


def test_the_shipped_policy_has_no_mistakes() -> None:
    assert followthrough("policy", "check").returncode == 0


def test_a_process_that_used_temporals_client_ends_with_its_own_code() -> None:
    program = "import temporalio.client, cli.main; cli.main.main()"
    for arguments, code in ((["--help"], 0), (["no-such-command"], 2)):
        ended = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == code
        assert ended.stdout + ended.stderr  # flushed, though Python was not torn down
