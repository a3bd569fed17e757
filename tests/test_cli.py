"""The command line as a process, for what it does beyond its rooms: start fast and end cleanly."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from embedded.secrets import ensure_secrets
from rig.ports import free_ports
from settings import PREFIX, Place

ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(data_dir=tmp_path / "data")
    ensure_secrets(place, date(2026, 3, 2))
    return place


def followthrough(
    *arguments: str, place: Place | None = None, cwd: Path | None = None, database: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    if place:
        environment[f"{PREFIX}DATA_DIR"] = str(place.data_dir)
    if database:
        environment[f"{PREFIX}DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=cwd or ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


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


def test_a_person_gets_a_key_and_loses_it(place: Place) -> None:
    def run(*arguments: str) -> str:
        ended = followthrough(*arguments, place=place)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    run("migrate")
    run("person", "add", "li.min", "--name", "李敏", "--team", "after_sales")
    clear = run("key", "create", "li.min", "--label", "phone").strip()
    key_id, person, hint, state, label = run("key", "list").strip().split("\t")

    assert run("person", "list").startswith("li.min\t李敏\tafter_sales\tagent")
    assert (person, hint, state, label) == ("li.min", f"…{clear[-4:]}", "in use", "phone")
    assert clear not in run("key", "list")
    run("key", "revoke", key_id)
    assert followthrough("key", "revoke", key_id, place=place).returncode == 1


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
    place: Place,
) -> None:
    def add(handle: str, *options: str, team: str = "after_sales") -> tuple[int, str]:
        ended = followthrough(
            "person", "add", handle, "--name", "x", "--team", team, *options, place=place
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, " ".join((ended.stdout + ended.stderr).replace("│", "").split())

    assert followthrough("migrate", place=place).returncode == 0
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
def test_a_person_with_whom_nothing_is_left_is_deactivated(place: Place) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        ended = followthrough(*arguments, place=place)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    run("migrate")
    run("person", "add", "li.min", "--name", "李敏", "--team", "after_sales")
    assert run("person", "deactivate", "li.min") == (
        0,
        "li.min is not active any more; their keys open nothing\n",
    )
    assert run("person", "list") == (0, "")
    nobody = (1, "nobody active has the handle 'li.min'\n")
    assert run("person", "deactivate", "li.min") == nobody
    assert run("key", "create", "li.min") == nobody


@pytest.mark.parametrize(
    "command",
    [
        ("person", "list"),
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


def test_the_products_own_handle_and_a_name_of_two_lines_are_nobodys(place: Place) -> None:
    followthrough("migrate", place=place)
    for handle, name in (("system", "S"), ("x1", ""), ("x1", "a\nb"), ("x1", "a" * 101)):
        given = ("person", "add", handle, "--name", name, "--team", "after_sales")
        ended = followthrough(*given, place=place)
        assert ended.returncode == 2, (handle, name)
    assert followthrough("person", "list", place=place).stdout == ""


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
