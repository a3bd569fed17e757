"""Every page there is, in every state the demo has: what axe says, on a phone, in the dark, in both languages, and its weight."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from fastapi.routing import APIRoute
from playwright.sync_api import Response, expect

from console import book
from console.sign_in.paths import PLACE as SIGN_IN
from console.words import WORDS
from demos import Demo, Open
from screens import DESKTOP, PHONE, Screen

pytestmark = pytest.mark.browser

HEAVIEST = 150_000
"""Bytes of a page as it comes; style sheet and scripts come once, and are counted apart."""
RULES: dict[str, list[str]] = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],
}
"""By night only colours differ."""
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > wide + 1)
    .map((each) => `<${each.tagName.toLowerCase()} class="${each.className}"> ${each.textContent.trim().slice(0, 40)}`)
    .slice(-3);
}"""
Addresses = Callable[[Demo], list[str]]


def _cases(demo: Demo) -> list[str]:
    """A case in each state: of those that a list can't tell apart, one stands for all."""
    found: dict[tuple[str, ...], str] = {}
    cursor: str | None = None
    while True:
        page = demo.product.get("cases", limit=100, **({"cursor": cursor} if cursor else {}))
        for case in page["items"]:
            state = (case["phase"], case["stage"], case["sla_state"])
            found.setdefault(tuple(map(str, state)), f"/cases/{case['number']}")
        cursor = page["next"]
        if not cursor:
            return [*found.values(), f"{next(iter(found.values()))}?done=open"]


def _fires(demo: Demo) -> list[str]:
    """What burns, all of it and by kind."""
    kinds = [f"/burning?kind={fire['kind']}" for fire in demo.product.get("board")["fires"]]
    return ["/burning", *kinds, "/burning?person=li.min"]


PAGES: dict[str, tuple[str, Addresses]] = {
    "/day": ("chen.jie", lambda _: ["/day", "/day?person=li.min"]),
    "/cases": (
        "li.min",
        lambda _: ["/cases", "/cases?whose=team", "/cases?whose=all", "/cases?whose=mine"],
    ),
    "/search": ("chen.jie", lambda _: ["/search", "/search?q=洗衣机", "/search?q=zzzz"]),
    "/cases/new": (
        "chen.jie",
        lambda _: ["/cases/new", "/cases/new?q=孙女士", "/cases/new?received=C-000001"],
    ),
    "/cases/{number}": ("chen.jie", _cases),
    "/burning": ("chen.jie", _fires),
    "/people/{handle}": ("chen.jie", lambda _: ["/people/li.min"]),
    "/people/{handle}/handover": ("chen.jie", lambda _: ["/people/li.min/handover"]),
    "/figures": ("chen.jie", lambda _: ["/figures"]),
    "/account": ("li.min", lambda _: ["/account"]),
    SIGN_IN: ("", lambda _: [SIGN_IN, f"{SIGN_IN}?bye=1"]),
    f"{SIGN_IN}/link/{{token}}": ("", lambda demo: [demo.link("he.yong")]),
}
"""Where a page stands → who looks, and at which addresses."""
LEADS_ON = ("/",)
"""Leads to another page, and is none itself."""


def test_every_page_that_there_is_is_looked_at() -> None:
    """A new page has to be named here, or it would be nobody's."""
    found = {
        route.path
        for router in book.FEATURES
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and not _is_data(route.path)
    }
    assert found - set(LEADS_ON) == set(PAGES)


def _is_data(path: str) -> bool:
    """Pictures and the stream of what has changed are no pages."""
    return path.endswith(".svg") or path == "/feed"


def test_axe_sees_what_is_wrong(window: Open) -> None:
    """Otherwise its silence would say nothing."""
    screen = window()
    screen.look(SIGN_IN)
    screen.page.evaluate(
        """() => {
          const name = document.querySelector("#handle");
          name.labels[0].remove();
          const wide = document.createElement("p");
          wide.style.width = "500px";
          wide.style.color = "light-dark(#ddd, #222)";
          wide.textContent = "too pale, too wide";
          document.querySelector("main").append(wide);
        }"""
    )
    found = "\n".join(_judged(screen))
    assert " label: " in found
    assert "(light) color-contrast" in found
    assert "(dark) color-contrast" in found
    assert "wider than a phone" in found


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_fit_for_everybody(demo: Demo, window: Open, place: str) -> None:
    who, addresses = PAGES[place]
    screen = window(who)
    wrong = [found for path in addresses(demo) for found in _looked_over(screen, path)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_what_went_wrong_is_said_on_pages_that_are_fit_for_everybody(window: Open) -> None:
    screen = window("li.min")
    with screen.may_be_told("404"):
        for path in ("/cases/C-999999", "/nothing-here"):
            wrong = list(_looked_over(screen, path, status=404))
            assert not wrong, "\n".join(wrong)


def test_a_refused_form_is_fit_for_everybody(demo: Demo, window: Open) -> None:
    screen = window("li.min")
    screen.look(f"/cases/{demo.confirmed()}")
    form = screen.form("contacts")
    screen.open(form.locator("button").last)
    screen.fill(form, channel="phone", parts__care="谢谢", next_promise__subject="结果")
    with screen.may_be_told("422"):
        form.evaluate("form => form.noValidate = true")
        screen.send(form)
        wrong = list(_judged(screen))
    assert "done=" not in screen.page.url
    expect(screen.form("contacts").locator("[name='parts.care']")).to_have_value("谢谢")
    assert not wrong, "\n".join(wrong)


def test_a_refused_opening_and_a_stage_that_is_over_are_fit_for_everybody(
    demo: Demo, window: Open
) -> None:
    screen = window("li.min")
    screen.look("/cases/new")
    form = screen.form("/cases/new")
    screen.fill(form, description="谢谢", owner="he.yong")
    with screen.may_be_told("422", "409"):
        form.evaluate("form => form.noValidate = true")
        screen.send(form)
        wrong = list(_judged(screen))
        number = demo.confirmed()
        screen.look(f"/cases/{number}")
        facts = {"findings": "轴承磨损", "root_cause": "product/part"}
        done = screen.form("stages/diagnose/complete")
        screen.open(done.locator("button").last)
        screen.fill(done, **{f"yields__{name}": words for name, words in facts.items()})
        demo.product.ask(f"cases/{number}/stages/diagnose/complete", yields=facts)
        screen.send(done)
        expect(screen.page.locator(".over")).to_be_visible()
        wrong += _judged(screen)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("who", "language"), [("li.min", "zh-CN"), ("sarah.lin", "en")])
def test_everybody_reads_their_own_language(
    demo: Demo, window: Open, who: str, language: str
) -> None:
    """Their pages are theirs to the last word: nothing of the other language's that the workbench itself says."""
    screen = window(who, language="en" if language == "zh-CN" else "zh-CN")
    number = demo.opened(who, title="A-1", customer={"name": "B-2"}, language=language)
    for path in ("/day", "/cases", "/cases/new", f"/cases/{number}", "/account"):
        screen.look(path)
        expect(screen.page.locator("html")).to_have_attribute("lang", language)
        frame = screen.page.locator("body").inner_text().splitlines()
        others = {
            either.text("en" if language == "zh-CN" else "zh-CN")
            for either in WORDS.values()
            if either.en != either.zh and "{" not in either.en
        }
        assert not others & {line.strip() for line in frame}, path


@pytest.mark.parametrize(("language", "name"), [("zh-CN", "登录"), ("en", "Sign in")])
def test_whoever_is_not_signed_in_reads_their_browsers_language(
    window: Open, language: str, name: str
) -> None:
    screen = window(language=language)
    screen.look(SIGN_IN)
    expect(screen.page.get_by_role("button", name=name)).to_be_visible()


def test_style_and_scripts_are_light_and_come_once(window: Open) -> None:
    screen = window("li.min")
    came: list[Response] = []

    def keep(answer: Response) -> None:
        came.append(answer)

    screen.page.on("response", keep)
    screen.look("/day")
    screen.page.wait_for_load_state("load")
    weights = {answer.url: len(answer.body()) for answer in came if "/assets/" in answer.url}
    assert weights
    assert sum(weights.values()) <= HEAVIEST, weights
    assert all("?" in url for url in weights), "what has no version is not kept by browsers"


def _looked_over(screen: Screen, path: str, *, status: int = 200) -> Iterator[str]:
    answer = screen.look(path, status=status)
    if (weight := len(answer.body())) > HEAVIEST:
        yield f"{path}: {weight} bytes"
    yield from _judged(screen)


def _judged(screen: Screen) -> Iterator[str]:
    """What is wrong with the page that is open: with all of its folds open, by day and by night, and on a phone."""
    page = screen.page
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for violation in Axe().run(page, options={"runOnly": rules}).response["violations"]:
            for node in violation["nodes"][:3]:
                yield f"{screen.path} ({scheme}) {violation['id']}: {node['html'][:300]} {_why(node)}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for what in page.evaluate(STICKING_OUT):
        yield f"{screen.path} is wider than a phone: {what}"
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def _why(node: dict[str, Any]) -> str:
    return json.dumps([one["message"] for one in node["any"]], ensure_ascii=False)[:200]
