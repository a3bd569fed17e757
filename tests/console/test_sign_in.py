"""Signing in and out as people do, without JavaScript; what strangers may try; and that nothing typed is lost."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from api.failures import Failures, tries_from_everywhere, tries_of_a_name
from browsing import ELSEWHERE, Browser, Page, signed_in
from console.cookie import COOKIE, OVER_HTTPS
from console.sign_in.kept import Kept
from console.sign_in.paths import own_path
from db import links, passwords, people, sessions
from hashing import CHEAP
from products import RunningProduct

PASSWORD = "a cat looks at the rain"
LI = "li.min"
HASHED = CHEAP.hash(PASSWORD)
SIXTY_THOUSAND = "长" * 60_000


@pytest.fixture(autouse=True)
async def installed(product: RunningProduct) -> AsyncIterator[None]:
    """Nobody has failed yet, Li Min has a password and is signed in nowhere; afterwards all is as it was."""
    before = product.app.state.dependencies
    changed(
        product,
        failures=Failures(),
        tries=tries_of_a_name(),
        tries_of_all=tries_from_everywhere(),
    )
    async with product.database.write() as session:
        await passwords.put_in(session, LI, HASHED, now=product.now())
    yield
    product.app.state.dependencies = before


def changed(product: RunningProduct, **fields: Any) -> None:
    """The application stands on something else, until the test is over."""
    product.app.state.dependencies = replace(product.app.state.dependencies, **fields)


async def sign_in(browser: Browser, *, at: str = "/sign-in", **typed: Any) -> Page:
    page = await browser.look(at)
    return await browser.send(
        page.form("/sign-in"), **{"handle": LI, "password": PASSWORD, **typed}
    )


async def where(product: RunningProduct, handle: str = LI) -> list[str]:
    """The browsers in which somebody is signed in."""
    found = await sessions.list_open(product.database, handle, token="", now=product.now())
    return [each.browser for each in found]


# --- in and out ---------------------------------------------------------------------------------------


async def test_name_and_password_let_in_and_lead_to_what_was_asked_for(
    product: RunningProduct, stranger: Browser
) -> None:
    number = await product.opened(title="A rattle")
    await product.recorded(number)
    stranger.http.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    page = await stranger.look(f"/cases/{number}?done=note")
    assert page.url.endswith(f"/sign-in?next=%2Fcases%2F{number}%3Fdone%3Dnote")
    inside = await stranger.send(page.form("/sign-in"), handle=" Li.Min ", password=PASSWORD)
    assert inside.url.endswith(f"/cases/{number}?done=note")
    assert "A rattle" in inside.text
    assert await where(product) == ["Firefox · Windows"]
    out = await stranger.send(inside.form("/sign-out"))
    assert "You are signed out." in out.text
    assert (await stranger.look("/day")).url.endswith("/sign-in?next=%2Fday")
    assert await where(product) == []


async def test_whoever_is_signed_in_is_not_asked_again(agent: Browser) -> None:
    assert (await agent.look("/sign-in?next=/cases")).url.endswith("/cases")


async def test_the_cookie_is_for_our_pages_alone(
    product: RunningProduct, stranger: Browser
) -> None:
    async def cookie() -> str:
        form = {"handle": LI, "password": PASSWORD}
        answer = await stranger.http.post("/sign-in", data=form, follow_redirects=False)
        stranger.http.cookies.clear()
        assert answer.status_code == 303
        return answer.headers["set-cookie"].lower()

    plain = await cookie()
    assert re.fullmatch(
        r"ft_session=[\w-]{43}; httponly; max-age=604800; path=/; samesite=lax", plain
    )
    changed(product, public_url="https://desk.example")
    over_https = await cookie()
    assert re.fullmatch(
        r"__host-ft_session=[\w-]{43}; httponly; max-age=604800; path=/; samesite=lax; secure",
        over_https,
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://desk.example", COOKIE), ("http://127.0.0.1:8000", OVER_HTTPS)],
)
async def test_what_was_set_the_other_way_is_no_session(
    product: RunningProduct, stranger: Browser, url: str, name: str
) -> None:
    changed(product, public_url=url)
    token = await signed_in(product, LI)
    other = OVER_HTTPS if name == COOKIE else COOKIE
    for cookie, lets_in in (
        (f"{name}={token}", False),
        (f"{other}={token}", True),
        (f"{name}={token}; {other}={token}", True),
        (f"{other}={token}; {name}=another", True),
        (f"\xa0{other}={token}", False),
        (f"x={other}={token}", False),
    ):
        head = [(b"Cookie", cookie.encode("latin-1"))]
        answer = await stranger.http.get("/day", headers=head, follow_redirects=False)
        assert (answer.status_code == 200) is lets_in, cookie
    assert await where(product) == ["Test"], "nobody's session has ended by that"


async def test_over_https_one_is_signed_out_by_a_cookie_that_browsers_believe(
    product: RunningProduct, stranger: Browser
) -> None:
    changed(product, public_url="https://desk.example")
    stranger.http.base_url = "https://desk.example"
    inside = await sign_in(stranger, at="/sign-in?next=/account")
    assert inside.url.endswith("/account")
    for action in ("/sign-out", "/account/sign-out"):
        page = await stranger.look("/account")
        (form,) = [form for form in page.forms if form.action == action]
        sent = await stranger.http.post(form.action, data=form.values, follow_redirects=False)
        gone = sent.headers["set-cookie"].lower()
        assert gone.startswith('__host-ft_session=""; ')
        assert {"path=/", "secure", "max-age=0"} <= {*gone.split("; ")}
        assert "domain" not in gone
        assert await where(product) == []
        await sign_in(stranger)


async def test_signing_in_ends_the_session_this_browser_had(
    product: RunningProduct, stranger: Browser
) -> None:
    before = await signed_in(product, "chen.jie")
    stranger.http.cookies.set(COOKIE, before)
    form = {"handle": LI, "password": PASSWORD}
    await stranger.http.post("/sign-in", data=form)
    assert await where(product, "chen.jie") == []
    assert await where(product) == [""]


@pytest.mark.parametrize("name", ["nobody", LI, "zhou.yan", "", " ", "a\0b", "长" * 60_000])
async def test_what_does_not_fit_is_refused_alike_whoever_it_is(
    stranger: Browser, name: str
) -> None:
    for password in ("never this one", "", "\0", SIXTY_THOUSAND):
        page = await stranger.look("/sign-in")
        refused = await stranger.send(page.form("/sign-in"), handle=name, password=password)
        assert refused.status == 401
        assert "Name and password don't fit together." in refused.text
        assert COOKIE not in stranger.http.cookies
        if password:
            assert password not in refused.html


async def test_the_page_speaks_the_language_of_the_browser(stranger: Browser) -> None:
    stranger.http.headers["Accept-Language"] = "zh-CN,zh;q=0.9"
    page = await stranger.look("/sign-in")
    assert "登录" in page.text
    assert 'lang="zh-CN"' in page.html
    assert "账号和密码对不上" in (await sign_in(stranger, password="wrong")).text


# --- what strangers may try -----------------------------------------------------------------------------


@pytest.mark.parametrize("given", [each for each in ELSEWHERE if each.isascii()])
async def test_nobody_is_led_to_another_site(stranger: Browser, given: str) -> None:
    form = {"handle": LI, "password": PASSWORD, "next": given}
    answer = await stranger.http.post("/sign-in", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"
    already = await stranger.http.get(
        "/sign-in", params={"next": given[:1_000]}, follow_redirects=False
    )
    assert own_path(already.headers["location"]) == already.headers["location"]
    assert "evil" not in already.headers["location"]


@pytest.mark.parametrize(
    "head",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "Cross-Site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://workbench.evil.example"},
    ],
)
async def test_another_sites_page_signs_nobody_in(
    product: RunningProduct, stranger: Browser, head: dict[str, str]
) -> None:
    link = await links.make(product.database, LI, now=product.now())
    for path in ("/sign-in", f"/sign-in/link/{link.token}"):
        form = {"handle": LI, "password": PASSWORD, "again": PASSWORD}
        refused = await stranger.http.post(path, data=form, headers=head)
        assert refused.status_code == 403
        assert COOKIE not in stranger.http.cookies
    assert await links.find(product.database, link.token, now=product.now())


@pytest.mark.parametrize(
    "head",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://workbench"},
        {"Origin": "http://workbench"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_our_own_page_signs_in_also_behind_a_proxy(
    stranger: Browser, head: dict[str, str]
) -> None:
    form = {"handle": LI, "password": PASSWORD}
    answer = await stranger.http.post("/sign-in", data=form, headers=head, follow_redirects=False)
    assert answer.status_code == 303


async def test_ten_wrong_passwords_for_one_name_are_enough_for_a_while(
    product: RunningProduct, stranger: Browser, agent: Browser
) -> None:
    now = 0.0
    tries = tries_of_a_name()
    tries._clock = lambda: now
    changed(product, tries=tries)
    for _ in range(10):
        assert (await sign_in(stranger, password="wrong")).status == 401
    for password in ("wrong", PASSWORD):
        page = await sign_in(stranger, password=password)
        assert page.status == 429
        assert "Please try again in 2 min" in page.text
    assert (await agent.look("/day")).status == 200, "whoever is signed in works on"
    elsewhere = await sign_in(stranger, handle="zhou.yan", password="wrong")
    assert elsewhere.status == 401, "and other names are tried as before"
    now = 91.0
    assert (await sign_in(stranger)).url.endswith("/day")


async def test_a_stranger_shuts_nobody_out_by_trying_in_their_name(
    product: RunningProduct, stranger: Browser
) -> None:
    tried = [(await sign_in(stranger, password="wrong")).status for _ in range(11)]
    assert tried == [401] * 10 + [429]
    async with Browser.of(product, None, address="203.0.113.9") as elsewhere:
        assert (await sign_in(elsewhere)).url.endswith("/day")


async def test_tries_from_everywhere_in_one_name_wait_but_not_where_it_signed_in(
    product: RunningProduct, stranger: Browser
) -> None:
    """Many addresses together come to the end of what a name has."""
    changed(product, tries_of_all=Failures(most=3, per_second=0.001))
    assert (await sign_in(stranger)).url.endswith("/day")
    stranger.http.cookies.clear()
    statuses = []
    for n in range(4):
        async with Browser.of(product, None, address=f"203.0.113.{n}") as one_of_many:
            statuses.append((await sign_in(one_of_many, password="wrong")).status)
    assert statuses == [401, 401, 401, 429]
    async with Browser.of(product, None, address="198.51.100.7") as new_place:
        assert (await sign_in(new_place)).status == 429
    assert (await sign_in(stranger)).url.endswith("/day")


async def test_somebody_nobody_knows_is_counted_alike(stranger: Browser) -> None:
    statuses = [
        (await sign_in(stranger, handle=name, password="wrong")).status
        for name in ("nobody", " NoBody ") * 6
    ]
    assert statuses == [401] * 10 + [429] * 2


async def test_an_address_that_fails_at_all_sorts_of_names_waits(
    product: RunningProduct, stranger: Browser, agent: Browser
) -> None:
    changed(product, failures=Failures(most=3, per_second=0.001))
    for n in range(3):
        await sign_in(stranger, handle=f"name{n}", password="wrong")
    assert (await sign_in(stranger)).status == 429
    assert (await agent.look("/day")).status == 200
    link = await stranger.look("/sign-in/link/guess")
    assert link.status == 429


async def test_many_at_once_are_no_more_tries_than_one_after_the_other(
    product: RunningProduct, stranger: Browser
) -> None:
    form = {"handle": LI, "password": "wrong, and long enough"}
    answers = await asyncio.gather(*(stranger.http.post("/sign-in", data=form) for _ in range(30)))
    assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429] * 20


async def test_whoever_signs_in_often_is_not_counted(stranger: Browser) -> None:
    for _ in range(12):
        page = await sign_in(stranger)
        assert page.url.endswith("/day")
        await stranger.send(page.form("/sign-out"))


# --- links --------------------------------------------------------------------------------------------


async def test_a_link_is_not_used_by_looking_and_lets_in_once(
    product: RunningProduct, stranger: Browser
) -> None:
    link = await links.make(product.database, "zhou.yan", now=product.now())
    path = f"/sign-in/link/{link.token}"
    for method in ("GET", "HEAD", "GET"):
        await stranger.http.request(method, path)
    page = await stranger.look(path)
    assert page.status == 200
    assert "Good to have you here, Zhou Yan." in page.text
    new = "rain looks at a cat"
    inside = await stranger.send(page.form(path), password=new, again=new)
    assert inside.url.endswith("/day")
    assert await passwords.matching(product.database, "zhou.yan", new)
    again = await stranger.look(path)
    assert (again.status, "lets nobody in any more" in again.text) == (410, True)
    assert (await stranger.send(page.form(path), password="", again="")).status == 410


async def test_a_link_lets_in_without_a_password_too(
    product: RunningProduct, stranger: Browser
) -> None:
    link = await links.make(product.database, "sun.bo", now=product.now())
    page = await stranger.look(f"/sign-in/link/{link.token}")
    assert (await stranger.send(page.forms[0])).url.endswith("/day")
    account = await stranger.look("/account")
    assert "You have no password yet." in account.text
    assert "current" not in account.form("/account/password").names
    new = "rain looks at a cat"
    changed = await stranger.send(account.form("/account/password"), password=new, again=new)
    assert changed.url.endswith("/account?done=password")


@pytest.mark.parametrize(
    ("password", "again", "why"),
    [
        ("abc-def", "abc-def", "at least 10 characters"),
        ("", "only the second one", "at least 10 characters"),
        ("a cat in the rain", "a cat in the sun", "The two are not the same."),
        ("qwertyuiop123", "qwertyuiop123", "tried out first"),
        (SIXTY_THOUSAND, SIXTY_THOUSAND, "at most 200"),
    ],
)
async def test_a_password_that_cannot_be_taken_leaves_the_link_unused(
    product: RunningProduct, stranger: Browser, password: str, again: str, why: str
) -> None:
    link = await links.make(product.database, LI, now=product.now())
    page = await stranger.look(f"/sign-in/link/{link.token}")
    refused = await stranger.send(page.forms[0], password=password, again=again)
    assert (refused.status, why in refused.text) == (422, True)
    assert password[:20] not in refused.html or not password
    assert COOKIE not in stranger.http.cookies
    assert await links.find(product.database, link.token, now=product.now())
    assert await passwords.matching(product.database, LI, PASSWORD)


@pytest.mark.parametrize("token", ["x", "%00", "长" * 100, "x" * 60_000, "%2e%2e", "a%20b"])
async def test_what_is_no_link_says_how_to_get_one(stranger: Browser, token: str) -> None:
    for method in ("GET", "POST"):
        answer = await stranger.http.request(method, f"/sign-in/link/{token}")
        assert answer.status_code in (404, 405, 410)
        assert "text/html" in answer.headers["content-type"]


# --- the account ----------------------------------------------------------------------------------------


async def test_a_new_password_signs_all_other_browsers_out(
    product: RunningProduct, agent: Browser
) -> None:
    async with Browser.of(product, LI) as other:
        form = (await agent.look("/account")).form("/account/password")
        new = "rain looks at a cat"
        done = await agent.send(form, current=PASSWORD, password=new, again=new)
        assert "all other browsers are signed out" in done.text
        assert (await other.look("/day")).url.endswith("/sign-in?next=%2Fday")
    assert await passwords.matching(product.database, LI, new)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (
            ("never this one", "rain looks at a cat", "rain looks at a cat"),
            "not your present password",
        ),
        ((PASSWORD, "rain looks at a cat", "rain looks at a dog"), "are not the same"),
        ((PASSWORD, "li.min", "li.min"), "you sign in with"),
        ((PASSWORD, SIXTY_THOUSAND, SIXTY_THOUSAND), "at most 200"),
        (("", "", ""), "at least 10"),
    ],
)
async def test_a_change_that_cannot_be_made_says_why_at_its_field(
    product: RunningProduct, agent: Browser, typed: tuple[str, str, str], why: str
) -> None:
    form = (await agent.look("/account")).form("/account/password")
    current, password, again = typed
    refused = await agent.send(form, current=current, password=password, again=again)
    assert (refused.status, why in refused.text) == (422, True)
    assert refused.html.count('class="error"') == 1
    assert not any(each and each in refused.html for each in typed if each != LI)
    assert await passwords.matching(product.database, LI, PASSWORD)


async def test_whoever_tries_at_the_door_keeps_nobody_from_changing_their_password(
    stranger: Browser, agent: Browser
) -> None:
    for _ in range(11):
        await sign_in(stranger, password="wrong")
    form = (await agent.look("/account")).form("/account/password")
    new = "rain looks at a cat"
    done = await agent.send(form, current=PASSWORD, password=new, again=new)
    assert done.url.endswith("/account?done=password")


async def test_the_present_password_cannot_be_tried_out_from_within(
    product: RunningProduct, agent: Browser
) -> None:
    new, form = "rain looks at a cat", (await agent.look("/account")).form("/account/password")
    said = [
        (await agent.send(form, current="wrong", password=new, again=new)).text for _ in "x" * 11
    ]
    assert ["tried too often" in text for text in said] == [False] * 10 + [True]
    right = await agent.send(form, current=PASSWORD, password=new, again=new)
    assert right.status == 422
    assert await passwords.matching(product.database, LI, PASSWORD)


async def test_a_language_is_kept_with_the_person(product: RunningProduct, agent: Browser) -> None:
    form = (await agent.look("/account")).form("/account/language")
    assert form.values["language"] == ["en"]
    try:
        page = await agent.send(form, language="zh-CN")
        assert "已切换为中文" in page.text
        assert "我的一天" in (await agent.look("/day")).text
        wrong = await agent.send(page.form("/account/language"), language="fr")
        assert (wrong.status, "请选择" in wrong.text) == (422, True)
    finally:
        await people.set_language(product.database, LI, "en")


async def test_the_account_shows_where_one_is_signed_in_and_ends_it_all(
    product: RunningProduct, agent: Browser
) -> None:
    async with Browser.of(product, LI) as other:
        page = await agent.look("/account")
        assert page.text.count("last seen") == 2
        assert page.text.count("this browser") == 1
        out = await agent.send(page.form("/account/sign-out"))
        assert "You are signed out." in out.text
        for browser in (agent, other):
            assert "/sign-in" in (await browser.look("/account")).url
    assert await where(product) == []


@pytest.mark.parametrize("path", ["/account/password", "/account/language", "/account/sign-out"])
async def test_another_sessions_form_changes_nothing(
    product: RunningProduct, agent: Browser, path: str
) -> None:
    form = (await agent.look("/account")).form(path)
    form.values["csrf"] = ["0" * 64]
    assert (await agent.send(form)).status == 403
    assert await where(product) == ["Test"]


# --- a session that ends in the middle ------------------------------------------------------------------


async def test_a_form_whose_session_has_ended_is_filled_again_after_the_password(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/contacts")
    await sessions.end_all(product.database, LI)
    words = f'  first line\nsecond & third\n"{SIXTY_THOUSAND}" 🦆 </textarea><script>'
    typed = {
        "channel": "wechat",
        "parts__where_we_are": words,
        "next_promise__latest_by": "2026-03-03T14:00",
    }
    asked = await agent.send(form, **typed)
    assert asked.status == 401
    assert "What you typed is kept" in asked.text
    before = await product.names(number)

    wrong = await agent.send(asked.form("/sign-in"), handle=LI, password="wrong")
    assert wrong.status == 401
    again = await agent.send(wrong.form("/sign-in"), handle=LI, password=PASSWORD)
    assert again.status == 200
    assert "Nothing was sent meanwhile." in again.text
    filled = again.form("/contacts")
    for name, value in typed.items():
        assert filled.values[name.replace("__", ".")] == [value], name
    assert filled.values["key"] == form.values["key"], "one command, however often it is sent"
    assert await product.names(number) == before, "nothing is sent by itself"

    short = {name: "as agreed" for name in form.names if name.startswith("parts.")}
    done = await agent.send(
        filled, **{**{n.replace(".", "__"): v for n, v in short.items()}, "next_promise__latest_by": "",
                   "next_promise__subject": ""}
    )  # fmt: skip
    assert done.url.endswith(f"/cases/{number}?done=contact"), done.text
    assert (await product.names(number)).count("contact_logged") == before.count(
        "contact_logged"
    ) + 1


async def test_a_case_whose_opening_met_the_end_of_a_session_is_filled_again_after_the_password(
    product: RunningProduct, agent: Browser
) -> None:
    form = (await agent.look("/cases/new?q=139+0000+4242")).form("/cases/new?q=139+0000+4242")
    await sessions.end_all(product.database, LI)
    typed = {"customer__name": "Ms Yu", "title": "Kettle & lid", "priority": "P1"}
    asked = await agent.send(form, **typed, description=SIXTY_THOUSAND)
    assert asked.status == 401
    assert "What you typed is kept" in asked.text
    again = await agent.send(asked.form("/sign-in"), handle=LI, password=PASSWORD)
    assert "Nothing was sent meanwhile." in again.text
    filled = again.form("/cases/new")
    for name, value in {**typed, "customer__phone": "139 0000 4242"}.items():
        assert filled.values[name.replace("__", ".")] == [value], name
    assert filled.values["description"] == [SIXTY_THOUSAND]
    assert filled.values["key"] == form.values["key"], "one case, however often it is sent"
    assert not (await product.get("/search", q="Kettle", by=LI))["cases"]["items"]
    done = await agent.send(filled)
    assert done.url.endswith("?done=open"), done.text


async def test_whoever_signed_in_in_another_tab_by_a_link_finds_their_form_again(
    product: RunningProduct, agent: Browser
) -> None:
    """They may have no password at all."""
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    await sessions.end_all(product.database, LI)
    asked = (await agent.send(form, text="The bearing is here.")).form("/sign-in")
    not_yet = await agent.send(asked, there="yes")
    assert not_yet.status == 401
    assert "What you typed is kept" in not_yet.text
    link = await links.make(product.database, LI, now=product.now())
    agent.http.cookies.clear()
    await agent.send((await agent.look(f"/sign-in/link/{link.token}")).forms[0])
    again = await agent.send(not_yet.form("/sign-in"), there="yes")
    assert again.form("/notes").values["text"] == ["The bearing is here."]


@pytest.mark.parametrize("there", [False, True])
async def test_what_somebody_typed_is_shown_to_nobody_else(
    product: RunningProduct, agent: Browser, there: bool
) -> None:
    """A colleague signs in where somebody's session has ended, or in another tab there."""
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    await sessions.end_all(product.database, LI)
    asked = await agent.send(form, text="My mother is ill.")
    async with product.database.write() as session:
        await passwords.put_in(session, "chen.jie", HASHED, now=product.now())
    if there:
        agent.http.cookies.set(COOKIE, await signed_in(product, "chen.jie"))
        page = await agent.send(asked.form("/sign-in"), there="yes")
    else:
        page = await agent.send(asked.form("/sign-in"), handle="chen.jie", password=PASSWORD)
    assert page.status == 200
    assert "Chen Jie" in page.text
    assert "My mother" not in page.html


@pytest.mark.parametrize("size", [0, 200_001])
async def test_what_nobody_typed_into_a_form_of_ours_is_not_sent_back(
    product: RunningProduct, agent: Browser, stranger: Browser, size: int
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    await sessions.end_all(product.database, LI)
    typed = {"csrf": form.values["csrf"][0] if size else "x" * 64, "text": '"' * (size or 1_000)}
    answer = await stranger.http.post(form.action, data=typed, follow_redirects=False)
    assert (answer.status_code, answer.text) == (303, "")
    kept = Kept("/day", (("text", '"' * 200_001),), "x").packed()
    answer = await stranger.http.post("/sign-in", data={"handle": LI, "kept": kept})
    assert len(answer.text) < 10_000


async def test_what_is_too_large_is_said_on_a_page(agent: Browser) -> None:
    answer = await agent.http.post("/account/password", content=b"x" * 5_000_000)
    assert answer.status_code == 413
    assert "The request is too large" in answer.text
    assert "text/html" in answer.headers["content-type"]


async def test_a_form_drawn_before_another_sign_in_of_this_browser_is_filled_again(
    product: RunningProduct, agent: Browser
) -> None:
    """Somebody signed in again in another tab."""
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    agent.http.cookies.clear()
    await sign_in(agent)
    again = await agent.send(form, text="The bearing is here.")
    assert again.status == 409
    assert again.form("/notes").values["text"] == ["The bearing is here."]
    assert "note_added" not in await product.names(number)
    assert (await agent.send(again.form("/notes"))).url.endswith("?done=note")
    assert "note_added" in await product.names(number)


async def test_what_was_typed_into_a_form_that_is_no_longer_offered_is_shown(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/pause")
    await sessions.end_all(product.database, LI)
    form.action = f"/cases/{number}/promises/p99/release"
    form.names.add("reason")
    asked = await agent.send(form, reason="They <b>changed</b> their mind.")
    kept = await agent.send(asked.form("/sign-in"), handle=LI, password=PASSWORD)
    assert kept.status == 200
    typed = kept.form("/promises/p99/release").values
    assert typed["reason"] == ["They <b>changed</b> their mind."]
    assert "<b>" not in kept.html


async def test_what_was_typed_for_an_address_that_takes_nothing_is_shown(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    await sessions.end_all(product.database, LI)
    form.action = f"/cases/{number}/nothing/here"
    asked = await agent.send(form, text="They <b>changed</b> their mind.")
    kept = await agent.send(asked.form("/sign-in"), handle=LI, password=PASSWORD)
    assert kept.status == 200
    assert "They <b>changed</b> their mind." in kept.text
    assert "<b>" not in kept.html


async def test_a_button_pressed_after_the_session_leads_to_sign_in_and_back(
    product: RunningProduct, agent: Browser
) -> None:
    await sessions.end_all(product.database, LI)
    head = {"Referer": "http://workbench/day?cursor=x"}
    form = {"csrf": "x", "key": "y", "ids": "z"}
    answer = await agent.http.post("/day/read", data=form, headers=head, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={quote('/day?cursor=x', safe='')}"


async def test_a_password_never_stands_in_another_page(
    product: RunningProduct, agent: Browser
) -> None:
    form = (await agent.look("/account")).form("/account/password")
    await sessions.end_all(product.database, LI)
    new = "rain looks at a cat"
    asked = await agent.send(form, current=PASSWORD, password=new, again=new)
    assert asked.url.endswith("/sign-in?next=%2F")
    assert PASSWORD not in asked.html
    assert new not in asked.html
    assert "kept" not in asked.form("/sign-in").names


async def test_another_sites_form_is_not_carried_through(stranger: Browser) -> None:
    head = {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/trap"}
    form = {"text": "what somebody else wants said"}
    answer = await stranger.http.post(
        "/cases/C-000001/notes", data=form, headers=head, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "somebody else" not in answer.text


@pytest.mark.parametrize(
    "kept",
    [
        *(
            "",
            "nonsense",
            "{}",
            "[]",
            "5",
            "null",
            '["/day"]',
            '["/day", 5]',
            '["/day", ["ab", [1]]]',
        ),
        *('["//evil/x", [["a", "b"]]]', '["https://evil/x", [["a", "b"]]]', "[" * 60_000),
        json.dumps(["/sign-in/link/x", [["a", "b"]], ""]),
        json.dumps(["/day", [["a", "b"]], ""]),
    ],
)
async def test_what_carries_no_form_is_passed_over(stranger: Browser, kept: str) -> None:
    form = {"handle": LI, "password": PASSWORD, "kept": kept, "next": "/cases"}
    answer = await stranger.http.post("/sign-in", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases")


# --- the rest -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link/x", "/account"])
async def test_these_pages_say_what_browsers_may_load_and_are_kept_nowhere(
    agent: Browser, path: str
) -> None:
    agent.http.cookies.clear() if path != "/account" else None
    page = await agent.look(path)
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    for mark in ("<script>", " style=", " onclick="):
        assert mark not in page.html
