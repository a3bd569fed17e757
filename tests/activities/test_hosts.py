"""Where webhooks may go: the internet, and what the company names; nowhere else, whatever the spelling."""

import asyncio
import socket
from typing import Any

import pytest

from activities.hosts import REASONS, Forbidden, Hosts
from activities.webhook_sender import Sender, make_tls
from domain.plan.terms import Language
from messages.webhooks import reason_words

OWN = Hosts.parse("erp.example.lan, .apps.example.lan, 10.20.0.0/16, 127.0.0.1, fd00:1::/32")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/a?b=c",
        "https://hooks.example.com:8443/",
        "https://93.184.215.14/",
        "https://hooks.example.com./",
        "https://localhost.example.com/",
        "https://[64:ff9b::5db8:d70e]/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    ],
)
def test_the_internet_is_open_over_https(url: str) -> None:
    Hosts().check(url)


@pytest.mark.trial("A45")
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("hooks.example.com", "not_a_url"),
        ("ftp://hooks.example.com/", "not_a_url"),
        ("file:///etc/passwd", "not_a_url"),
        ("https://", "not_a_url"),
        ("https://hooks.example.com:0/", "not_a_url"),
        ("https://hooks.example.com:99999/", "not_a_url"),
        ("https://hooks.example.com/\r\nHost: x", "not_a_url"),
        ("https://例子.example.com/", "not_a_url"),
        ("https://example.com\\@127.0.0.1/", "not_a_url"),
        ("https://x:y@hooks.example.com/", "has_password"),
        ("https://hooks.example.com/#part", "has_fragment"),
        ("https://hooks.example.com/" + "a" * 2000, "too_long"),
        ("http://hooks.example.com/", "not_https"),
        ("http://10.20.0.1/", "not_https"),
        ("http://127.0.0.1/", "private_address"),
        ("https://127.0.0.1/", "private_address"),
        ("https://127.1/", "private_address"),
        ("https://2130706433/", "private_address"),
        ("https://0x7f000001/", "private_address"),
        ("https://0/", "private_address"),
        ("https://10.0.0.1/", "private_address"),
        ("https://100.64.0.1/", "private_address"),
        ("https://172.16.9.9/", "private_address"),
        ("https://192.168.1.1/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://224.0.0.1/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[fe80::1]/", "private_address"),
        ("https://[fd00:ec2::254]/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://[64:ff9b::7f00:1]/", "private_address"),
        ("https://[2002:7f00:1::]/", "private_address"),
        ("https://localhost/", "private_host"),
        ("https://printer/", "private_host"),
        ("https://db.internal/", "private_host"),
        # ranges for special purposes, and where clouds tell machines their credentials
        ("https://192.0.0.192/opc/v2/instance/", "private_address"),
        ("https://192.0.0.9/", "private_address"),
        ("https://192.0.2.1/", "private_address"),
        ("https://192.88.99.1/", "private_address"),
        ("https://192.175.48.1/", "private_address"),
        ("https://198.18.0.1/", "private_address"),
        ("https://203.0.113.9/", "private_address"),
        ("https://240.0.0.1/", "private_address"),
        ("https://255.255.255.255/", "private_address"),
        ("https://100.100.100.200/", "private_address"),
        ("https://168.63.129.16/", "private_address"),
        ("https://[fec0::1]/", "private_address"),
        ("https://[3fff::1]/", "private_address"),
        ("https://[2001:db8::1]/", "private_address"),
        ("https://[2001:20::1]/", "private_address"),
        ("https://[100::1]/", "private_address"),
        ("https://[5f00::1]/", "private_address"),
        ("https://[64:ff9b:1::1]/", "private_address"),
        ("https://[::127.0.0.1]/", "private_address"),
        ("https://[::ffff:0:127.0.0.1]/", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
        ("https://[ff02::1]/", "private_address"),
        # other spellings of the same
        ("https://127.0.0.1./", "private_address"),
        ("https://0177.0.0.1/", "private_address"),
        ("https://0x7f.1/", "private_address"),
        ("https://3232235777/", "private_address"),
        ("https://017700000001./", "private_address"),
        ("https://foo.localhost./", "private_host"),
        ("https://FOO.LocalHost/", "private_host"),
        ("https://localhost./", "private_host"),
        ("https://printer./", "private_host"),
        ("https://nas.local./", "private_host"),
        ("https://router.home.arpa/", "private_host"),
        ("https://erp.lan/", "private_host"),
        ("https://256.1.1.1/", "not_a_url"),
        ("https://1.2.3.4.5/", "not_a_url"),
        ("https://hooks..example.com/", "not_a_url"),
        ("https://hooks.example.com../", "not_a_url"),
        ("https://./", "not_a_url"),
        ("https://127.0.0.%31/", "not_a_url"),
        ("https://[::1%25lo]/", "not_a_url"),
    ],
)
def test_everything_else_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(Forbidden) as refused:
        Hosts().check(url)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "url",
    [
        "https://erp.example.lan/",
        "https://ERP.example.lan./",
        "https://a.b.apps.example.lan/",
        "https://10.20.3.4/",
        "https://[fd00:1::9]/",
        "http://127.0.0.1:8080/",
    ],
)
def test_what_the_company_names_is_open(url: str) -> None:
    OWN.check(url)


@pytest.mark.parametrize(
    "url", ["https://10.21.0.1/", "https://[fd00:2::9]/", "https://127.0.0.2/", "https://other/"]
)
def test_naming_one_opens_no_other(url: str) -> None:
    with pytest.raises(Forbidden):
        OWN.check(url)


@pytest.mark.trial("A45")
@pytest.mark.parametrize(
    "host", ["169.254.169.254", "192.0.0.192", "100.100.100.200", "[fd00:ec2::254]"]
)
def test_what_clouds_tell_their_machines_is_never_reached(host: str) -> None:
    with pytest.raises(Forbidden):
        Hosts.parse("0.0.0.0/0, ::/0").check(f"https://{host}/")


@pytest.mark.parametrize("text", ["10.20.0.0/33", "https://erp.lan", "erp lan", "*"])
def test_a_setting_that_is_neither_host_nor_network_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="neither a host"):
        Hosts.parse(text)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_reason_has_its_words(reason: str, language: Language) -> None:
    assert reason_words(reason, language)


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A name server under somebody else's control."""

    async def getaddrinfo(_loop: object, host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


@pytest.mark.trial("A45")
@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("93.184.215.14", "10.0.0.1"),
        ("::ffff:169.254.169.254",),
        ("::ffff:10.0.0.1",),
        ("192.0.0.192",),
        ("fec0::1",),
        ("3fff::1%eth0",),
    ],
)
async def test_a_public_name_that_leads_inside_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    names(monkeypatch, *addresses)
    async with Sender(OWN if addresses != ("127.0.0.1",) else Hosts(), make_tls()) as sender:
        answer = await sender.post("https://innocent.example.com/", b"{}", {})
    assert (answer.error, answer.code) == ("forbidden", None)


async def test_a_listed_name_may_lead_inside_but_not_to_the_link(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, "192.168.7.7")
    assert await OWN.resolve("erp.example.lan", 443) == ("192.168.7.7",)
    names(monkeypatch, "169.254.169.254")
    with pytest.raises(Forbidden):
        await OWN.resolve("erp.example.lan", 443)
