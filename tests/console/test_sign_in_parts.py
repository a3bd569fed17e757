"""What signing in is made of: addresses of our own, forms that are carried through, names of browsers."""

import pytest

from browsing import ELSEWHERE
from console.sign_in.browsers import name_of
from console.sign_in.kept import Kept
from console.sign_in.paths import own_path


@pytest.mark.parametrize("given", [*ELSEWHERE, "\ud83d"])
def test_another_site_is_no_address_of_ours(given: str) -> None:
    assert own_path(given) == "/"


@pytest.mark.parametrize(
    "given", ["/", "/cases?whose=team&cursor=a%2Fb", "/day#x", "/cases/C-000001?q=//evil", "/搜索"]
)
def test_pages_of_our_own_are_led_back_to(given: str) -> None:
    assert own_path(given) == given


@pytest.mark.parametrize(
    "given",
    [
        *("/sign-in", "/sign-in?next=/sign-in", "/sign-in/link/x"),
        *("/x/../sign-in/link/x", "/x/%2e%2E/sign-in", "/./sign-in", "/cases/.."),
    ],
)
def test_nobody_is_led_round_in_circles(given: str) -> None:
    assert own_path(given) == "/"


def test_a_form_is_carried_whole() -> None:
    pairs = (("text", 'a\n"b" 🦆\\'), ("tick", "on"), ("tick", "too"))
    kept = Kept("/cases/C-000001/notes", pairs, "li")
    assert Kept.unpacked(kept.packed()) == kept


@pytest.mark.parametrize(
    ("agent_text", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari · macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Mobile MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/132.0 Mobile", "Chrome · HarmonyOS"),
        ("curl/8.0", ""),
        ("", ""),
        ("长" * 60_000, ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_name(agent_text: str, name: str) -> None:
    assert name_of(agent_text) == name
