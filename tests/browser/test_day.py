"""A day in the workbench: from the link somebody was given to a case that is closed, by clicks and by keys alone."""

import re
import time

import pytest
from playwright.sync_api import expect

from demos import PARTS, Demo, Open, local
from screens import Screen, a_number

pytestmark = pytest.mark.browser

SAID = {f"parts__{name}": words for name, words in PARTS.items()}
PASSWORD = "雨后的院子安静得很好听"  # as somebody would choose it
FEW = 5
SECONDS = 30
MOST_TABS = 200
"""More stops than any page has."""


def come_in(screen: Screen, link: str) -> None:
    """Through the link somebody was given, choosing a password; the day is what they see first."""
    screen.look(link)
    for label in ("新密码", "再输入一次"):
        screen.page.get_by_label(label).fill(PASSWORD)
    screen.page.get_by_role("button", name="进入").click()
    expect(screen.page).to_have_url(f"{screen.url}/day")


def open_by_clicks(screen: Screen) -> str:
    """A customer is on the phone: from wherever one is, one click leads to the form. The number of the new case."""
    screen.page.get_by_role("link", name="新建个案").first.click()
    form = screen.form("/cases/new")
    screen.fill(
        form,
        customer__name="孙女士（测试）",
        customer__phone="136 0000 1234",
        title="洗衣机脱水时有异响",
        description="昨天开始的，脱水时响得厉害。",
        scenario="standard",
    )
    screen.send(form)
    assert screen.page.url.endswith("?done=open"), screen.said()
    number = a_number(screen.path)
    receipt = screen.page.locator("div.done")
    expect(receipt).to_contain_text(number)
    expect(receipt).to_contain_text("回复客户")
    return number


def close_by_clicks(screen: Screen, number: str) -> None:
    """From the first call to the end, every command through its form on the page."""
    screen.command("contacts", channel="phone", direction="inbound", **SAID)
    screen.command(
        "triage",
        priority="P2",
        traits=["needs_time_to_verify"],
        yields__product="洗衣机 W-7",
        yields__occurred="昨天",
        yields__impact="person",
    )
    screen.command(
        "confirm",
        factors__issue="to_diagnose",
        factors__resources="service_team",
        factors__verification="at_once",
        channel="phone",
        told_at=local(),
        first_feedback_at=local(hours=3),
        answer="agreed",
    )
    screen.command(
        "contacts",
        channel="phone",
        **SAID,
        next_promise__subject="拆机的结果",
        next_promise__latest_by=local(hours=5),
    )
    screen.command(
        "stages/diagnose/complete",
        yields__findings="轴承磨损",
        yields__root_cause="product/part",
    )
    screen.command(
        "stages/plan/complete", to="implement", yields__solution="更换轴承", yields__kind="cure"
    )
    screen.command("stages/implement/complete", yields__done="轴承已更换")
    screen.command("contacts", channel="phone", emotion="calm", **SAID, covers=["p2"])
    screen.command("verification", outcome="fixed", note="不响了")
    screen.command("resolve", basis="customer_confirmed")
    screen.command(
        "revisits", outcome="content", emotion="calm", early="customer_asked", note="满意"
    )
    assert screen.path == f"/cases/{number}"


def test_from_the_link_to_a_closed_case_by_clicks(demo: Demo, window: Open) -> None:
    screen = window()
    come_in(screen, demo.link("liu.yang"))
    number = open_by_clicks(screen)
    screen.page.get_by_role("link", name="我的一天").first.click()
    screen.page.locator(f"main a[href^='/cases/{number}']").first.click()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("洗衣机脱水时有异响")
    close_by_clicks(screen, number)
    assert demo.product.get(f"cases/{number}")["phase"] == "closed"
    screen.page.get_by_role("link", name="我的一天").first.click()
    expect(screen.page.locator(f"main section a[href^='/cases/{number}']")).to_have_count(0)
    screen.page.get_by_role("button", name="退出").click()
    screen.page.get_by_label("账号").fill("liu.yang")
    screen.page.get_by_label("密码").fill(PASSWORD)
    screen.page.get_by_role("button", name="登录").click()
    expect(screen.page).to_have_url(f"{screen.url}/day")


def test_the_same_case_from_end_to_end_without_javascript(demo: Demo, window: Open) -> None:
    screen = window("li.min", script=False)
    screen.look("/day")
    number = open_by_clicks(screen)
    screen.look("/day")
    screen.page.locator(f"main a[href^='/cases/{number}']").first.click()
    close_by_clicks(screen, number)
    assert demo.product.get(f"cases/{number}")["phase"] == "closed"


FOUND = "听过录音，拆机检查，是轴承松了。"
BRACKETS = re.compile(r"【[^】]*】|\[[^\]]*\]")


def test_a_contact_with_its_next_promise_takes_five_inputs_and_half_a_minute(
    demo: Demo, window: Open
) -> None:
    """Counted by the browser from the case's page on: each field that is touched, each press. Typed as quickly as an
    agent types, seven characters a second."""
    number = demo.confirmed()
    screen = window("li.min", counts=True)
    screen.look(f"/cases/{number}")
    began = time.monotonic()
    screen.page.get_by_role("link", name="进展", exact=False).first.click()
    form = screen.form("contacts")
    for part in ("where_we_are", "what_comes_next"):
        area = form.locator(f"[name='parts.{part}']")
        drafted = area.input_value()
        bracket = BRACKETS.search(drafted)
        assert bracket, drafted
        area.evaluate(
            "(area, [from, to]) => (area.focus(), area.setSelectionRange(from, to))",
            list(bracket.span()),
        )
        area.press_sequentially(FOUND, delay=1000 / 7)
    form.locator("[type=radio][name='next_promise.latest_by']:not([value=''])").first.check()
    screen.send(form)
    took = time.monotonic() - began
    assert screen.page.url.endswith("done=contact"), screen.said()
    assert len(screen.touched) == FEW, screen.touched
    assert took < SECONDS, f"{took:.0f} s: {screen.touched}"
    case = demo.product.get(f"cases/{number}")
    said = case["contacts"][-1]["words"]
    assert FOUND in said["where_we_are"]
    assert not any(BRACKETS.search(words) for words in said.values()), said
    promise = max(case["promises"], key=lambda each: int(each["id"][1:]))
    assert (promise["kind"], promise["status"]) == ("callback", "open")


def selected(screen: Screen) -> str:
    """What the next letter takes the place of."""
    found: str = screen.page.evaluate(
        "(({value, selectionStart, selectionEnd}) =>"
        " (value ?? '').slice(selectionStart, selectionEnd))(document.activeElement)"
    )
    return found


def test_from_a_row_of_the_day_a_contact_takes_three_inputs_besides_the_words(
    demo: Demo, window: Open
) -> None:
    """The draft beside the row, Tab to its next brackets, and the keys that send it. The promise, the channel and the time
    stand there to be seen."""
    number = demo.confirmed()
    screen = window("li.min", counts=True)
    screen.look("/day")
    screen.page.locator(f"a.draft[href^='/cases/{number}']").first.click()
    screen.page.wait_for_url("**draft=likeliest*")
    keys, form = screen.page.keyboard, screen.form("contacts")
    expect(form.locator("[name='parts.where_we_are']")).to_be_focused()
    assert BRACKETS.fullmatch(selected(screen))
    keys.type(FOUND)
    keys.press("Tab")
    assert BRACKETS.fullmatch(selected(screen))
    expect(form.locator("[name='parts.what_comes_next']")).to_be_focused()
    keys.type(FOUND)
    expect(form.locator("[name=covers][value=p1]")).to_be_checked()
    chosen = form.locator("[name='next_promise.latest_by']:checked")
    expect(chosen).to_be_visible()
    said = chosen.locator("xpath=..").inner_text().rpartition(" · ")[2]
    expect(form.locator("[name='parts.by_when']")).to_have_value(re.compile(re.escape(said)))
    keys.press("Control+Enter")
    screen.page.wait_for_url("**done=contact*")
    presses = [each for each in screen.touched if each.startswith("press ")]
    fields = [each for each in screen.touched if each.startswith("field ")]
    assert (len(presses), len(fields)) == (1, 2), screen.touched
    case = demo.product.get(f"cases/{number}")
    assert case["contacts"][-1]["covers"] == ["p1"]
    assert not any(BRACKETS.search(words) for words in case["contacts"][-1]["words"].values())
    assert max(case["promises"], key=lambda each: int(each["id"][1:]))["kind"] == "callback"


def test_by_keys_alone_it_is_one_more_and_tab_leads_out_of_a_draft(
    demo: Demo, window: Open
) -> None:
    number = demo.confirmed()
    screen = window("li.min")
    screen.look("/day")
    keys = screen.page.keyboard
    for _ in range(MOST_TABS):
        keys.press("j")
        if screen.page.evaluate("document.activeElement.href || ''").count(f"/cases/{number}"):
            break
    keys.press("d")
    screen.page.wait_for_url(f"**/cases/{number}?*draft=likeliest*")
    form = screen.form("contacts")
    expect(form.locator("[name='parts.where_we_are']")).to_be_focused()
    keys.press("Tab")
    expect(form.locator("[name='parts.what_comes_next']")).to_be_focused()
    keys.press("Tab")
    expect(form.locator("[name='parts.by_when']")).to_be_focused()
    keys.press("Shift+Tab")
    expect(form.locator("[name='parts.what_comes_next']")).to_be_focused()
    with screen.may_be_told("422"):  # brackets are left
        keys.press("Control+Enter")
        expect(form.locator("p.error[role]")).to_be_focused()
    assert not demo.product.get(f"cases/{number}")["contacts"][-1].get("covers")


def tab_to(screen: Screen, what: str) -> None:
    """Tab until the focus is on it, as whoever has no mouse does."""
    for _ in range(MOST_TABS):
        if screen.page.evaluate("what => document.activeElement.matches(what)", what):
            return
        screen.page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {what}")


def test_a_case_is_opened_without_a_mouse(demo: Demo, window: Open) -> None:
    """One key leads into the form, at the customer's name; Enter sends it. In a field the same key is a letter."""
    screen = window("li.min")
    keys = screen.page.keyboard
    screen.look("/day")
    keys.press("?")
    expect(screen.page.locator("#keys")).to_contain_text("新建个案")
    keys.press("Escape")
    keys.press("n")
    screen.page.wait_for_url("**/cases/new#form-open")
    name = screen.page.locator("[name='customer.name']")
    expect(name).to_be_focused()
    keys.type("Ms Nolan (test)")
    expect(name).to_have_value("Ms Nolan (test)")
    tab_to(screen, "[name=title]")
    keys.type("Kettle leaks")
    tab_to(screen, "[name=priority]")
    keys.press("ArrowUp")
    keys.press("Enter")
    screen.page.wait_for_url("**done=open*")
    case = demo.product.get(f"cases/{a_number(screen.path)}")
    assert (case["title"], case["priority"], case["owner"]) == ("Kettle leaks", "P1", "li.min")
    assert case["person"]["name"] == "Ms Nolan (test)"


def test_a_search_in_vain_leads_to_a_form_that_knows_what_was_looked_for(
    demo: Demo, window: Open
) -> None:
    screen = window("li.min")
    screen.look("/day")
    box = screen.page.get_by_role("searchbox")
    box.fill("137 0000 9876")
    box.press("Enter")
    screen.page.get_by_role("link", name="还没有个案").click()
    form = screen.form("/cases/new?q=137+0000+9876")
    expect(form.locator("[name='customer.phone']")).to_have_value("137 0000 9876")
    expect(form.locator("[name='customer.name']")).to_be_focused()
    screen.fill(form, title="门关不上")
    screen.send(form)
    number = a_number(screen.path)
    screen.look("/search?q=13700009876")
    screen.page.get_by_role("link", name="为这位客户再建").first.click()
    expect(screen.page.locator("[name='customer.phone']")).to_have_value("+8613700009876")
    assert number in screen.page.url


def test_a_day_without_a_mouse(demo: Demo, window: Open) -> None:
    """Signing in, my day, a contact with its next promise: by keys alone, and always with the focus to be seen."""
    number = demo.confirmed("liu.yang")
    link, screen = demo.link("liu.yang"), window()
    keys = screen.page.keyboard
    screen.look(link)
    for name in ("password", "again"):
        tab_to(screen, f"[name={name}]")
        keys.type(PASSWORD)
    keys.press("Enter")
    screen.page.wait_for_url("**/day")
    for _ in range(MOST_TABS):
        keys.press("j")
        if screen.page.evaluate("document.activeElement.href || ''").count(f"/cases/{number}"):
            break
    outlines = screen.page.evaluate(
        "['', '::after'].map((part) => getComputedStyle(document.activeElement, part).outlineStyle)"
    )
    assert set(outlines) != {"none"}, "where one is has to be seen"
    keys.press("Enter")
    screen.page.wait_for_url(f"**/cases/{number}*")
    contact = f"form[action='/cases/{number}/contacts']"
    for name, words in PARTS.items():
        tab_to(screen, f"{contact} [name='parts.{name}']")
        keys.type(words)
    tab_to(screen, f"{contact} [name='next_promise.latest_by']")
    keys.press("ArrowDown")
    tab_to(screen, f"{contact} button:not([type=button])")
    keys.press("Enter")
    screen.page.wait_for_url("**done=contact*")
    case = demo.product.get(f"cases/{number}")
    assert case["contacts"][-1]["words"] == PARTS
    assert len([each for each in case["promises"] if each["kind"] == "callback"]) == 1
