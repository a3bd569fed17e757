"""Whatever happens while somebody types: the API is killed, the session ends, a colleague is quicker. Nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Locator, expect

from demos import PARTS, Demo, Open, local
from screens import Screen, a_number

pytestmark = pytest.mark.browser

SAID = {f"parts__{name}": words for name, words in PARTS.items()}
NIGHT = "她说夜里响得最厉害 🌙"


def a_contact(screen: Screen, number: str) -> Locator:
    """The form of a contact, filled in and not yet sent."""
    screen.look(f"/cases/{number}")
    form = screen.form("contacts")
    screen.open(form.locator("button").last)
    screen.fill(
        form,
        channel="phone",
        **SAID,
        said=NIGHT,
        next_promise__subject="拆机的结果",
        next_promise__latest_by=local(hours=5),
    )
    return form


def is_filled(screen: Screen) -> None:
    """All of it is there again."""
    form = screen.form("contacts")
    for name, words in PARTS.items():
        expect(form.locator(f"[name='parts.{name}']")).to_have_value(words)
    expect(form.locator("[name='said']")).to_have_value(NIGHT)
    expect(form.locator("[name='next_promise.subject']")).to_have_value("拆机的结果")
    at = form.locator("[name='next_promise.latest_by']:not([type=radio])")
    expect(at).to_have_value(re.compile(r"^\d{4}-"))


def test_the_api_is_killed_while_somebody_types(demo: Demo, window: Open) -> None:
    number = demo.confirmed()
    screen = window("li.min")
    a_contact(screen, number)
    with screen.may_be_told("ERR_", "chrome-error", "503"):
        with demo.without_api():
            screen.find_nobody(f"/cases/{number}")
        screen.look(f"/cases/{number}")
    is_filled(screen)
    screen.send(screen.form("contacts"))
    assert "done=contact" in screen.page.url, screen.said()
    said = demo.product.get(f"cases/{number}")["contacts"][-1]
    assert said["words"] == PARTS | {"said": NIGHT}
    expect(screen.form("contacts").locator("[name='said']")).to_have_value("")


def test_the_api_is_killed_while_somebody_opens_a_case(demo: Demo, window: Open) -> None:
    screen = window("li.min")
    screen.look("/cases/new")
    typed = {
        "customer__name": "郝先生（测试）",
        "title": "夜里的异响",
        "description": NIGHT,
        "priority": "P1",
        "emotion": "angry",
    }
    screen.fill(screen.form("/cases/new"), **typed)
    with screen.may_be_told("ERR_", "chrome-error", "503"):
        with demo.without_api():
            screen.find_nobody("/cases/new")
        screen.look("/cases/new")
    form = screen.form("/cases/new")
    expect(form.locator("[name='title']")).to_have_value("夜里的异响")
    expect(form.locator("[name='priority'][value='P1']")).to_be_checked()
    expect(form.locator("[name='emotion'][value='angry']")).to_be_checked()
    expect(screen.page.locator("form.open .kept")).to_be_visible()
    with screen.page.expect_navigation():
        form.locator("button:not([type=button])").last.dblclick()
    expect(screen.page).to_have_url(re.compile("done=open$"))
    case = demo.product.get(f"cases/{a_number(screen.path)}")
    assert (case["description"], case["emotion"]) == (NIGHT, "angry")
    hits = demo.product.get("search", q="夜里的异响")["cases"]["items"]
    assert len(hits) == 1, "a double click is one case"
    screen.look("/cases/new")
    expect(screen.form("/cases/new").locator("[name='title']")).to_have_value("")


def test_a_session_ends_in_the_middle_of_a_contact(demo: Demo, window: Open) -> None:
    number = demo.confirmed("zhang.wei")
    screen = window()
    screen.look(demo.link("zhang.wei"))
    password = "昨天一场大雪下了一整夜"
    for label in ("新密码", "再输入一次"):
        screen.page.get_by_label(label).fill(password)
    screen.page.get_by_role("button", name="进入").click()
    expect(screen.page).to_have_url(f"{screen.url}/day")
    form = a_contact(screen, number)
    before = demo.kinds(number)
    demo.person("sign-out", "zhang.wei")
    with screen.may_be_told("401", "409"):
        screen.send(form)
        expect(screen.page.get_by_role("heading", level=1)).to_have_text("登录")
        screen.page.get_by_label("账号").fill("zhang.wei")
        screen.page.get_by_label("密码").fill(password)
        screen.page.get_by_role("button", name="登录", exact=True).click()
        is_filled(screen)
    assert demo.kinds(number) == before, "nothing is sent by itself"
    screen.send(screen.form("contacts"))
    assert "done=contact" in screen.page.url, screen.said()
    assert demo.kinds(number).count("contact_logged") == before.count("contact_logged") + 1


def test_two_agents_on_one_case(demo: Demo, window: Open) -> None:
    """Both have it open; one is quicker. The other's words arrive beside theirs, or stay in the form with the reason."""
    number = demo.confirmed()
    slow, quick = window("li.min"), window("sarah.lin", language="en")
    a_contact(slow, number)
    quick.look(f"/cases/{number}")
    quick.command("notes", text="The customer is out until four.")
    slow.send(slow.form("contacts"))
    assert "done=contact" in slow.page.url, slow.said()
    expect(slow.page.locator("main")).to_contain_text("The customer is out until four.")
    expect(slow.page.locator("main")).to_contain_text(NIGHT)


def test_what_a_colleague_has_done_already_is_refused_and_stays_typed(
    demo: Demo, window: Open
) -> None:
    number = demo.confirmed()
    facts = {"yields__findings": "轴承磨损", "yields__root_cause": "product/part"}
    slow, quick = window("li.min"), window("chen.jie")
    slow.look(f"/cases/{number}")
    form = slow.form("stages/diagnose/complete")
    slow.open(form.locator("button").last)
    slow.fill(form, **facts | {"yields__findings": NIGHT})
    quick.look(f"/cases/{number}")
    quick.command("stages/diagnose/complete", **facts)
    done = demo.kinds(number)
    with slow.may_be_told("409", "422"):
        slow.send(form)
        assert "done=" not in slow.page.url
        expect(slow.page.locator("main .error").first).to_be_visible()
        expect(slow.page.locator(".over")).to_contain_text("陈洁")
        expect(slow.page.locator(".over blockquote")).to_have_text(NIGHT)
        expect(slow.form("stages/diagnose/complete")).to_have_count(0)
        filled = slow.page.locator("textarea, input:not([type=hidden])").evaluate_all(
            "all => all.map(each => each.value)"
        )
        assert not any(NIGHT in words for words in filled), "no other form is filled with it"
    assert demo.kinds(number) == done


def test_a_double_click_is_one_command(demo: Demo, window: Open) -> None:
    number = demo.confirmed()
    screen = window("li.min")
    form = a_contact(screen, number)
    before = demo.kinds(number).count("contact_logged")
    form.locator(
        "button:not([type=button])"
    ).last.dblclick()  # the second may end the first's way to the next page
    expect(screen.page).to_have_url(f"{screen.url}/cases/{number}?done=contact")
    assert demo.kinds(number).count("contact_logged") == before + 1
