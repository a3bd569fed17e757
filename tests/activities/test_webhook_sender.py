"""One message to a real receiver, whatever that does."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from activities.hosts import Hosts
from activities.signatures import make_secret, signed_headers
from activities.webhook_sender import SHOWN, Sender, make_tls
from builders import at
from receivers import Receiver, a_receiver, documented_verify

LOOPBACK = Hosts.parse("127.0.0.1, localhost")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as up:
        yield up


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with Sender(LOOPBACK, make_tls(), patience=2.0) as ready:
        yield ready


async def test_a_message_arrives_as_it_was_sent(receiver: Receiver, sender: Sender) -> None:
    answer = await sender.post(receiver.url, b'{"id": "x"}', {"webhook-id": "x"})
    assert (answer.code, answer.text, answer.error) == (200, "answer 200", None)
    (heard,) = receiver.heard
    assert (heard.body, heard.path) == (b'{"id": "x"}', "/hook")
    assert heard.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert heard.headers["content-type"] == "application/json"
    assert "cookie" not in heard.headers


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 429, 500, 503])
async def test_anything_but_2xx_is_a_refusal_and_redirects_are_not_followed(
    receiver: Receiver, sender: Sender, status: int
) -> None:
    receiver.answering(status, location=receiver.url, retry_after="90")
    answer = await sender.post(receiver.url, b"{}", {})
    assert (answer.code, answer.error) == (status, "refused")
    assert answer.wait == timedelta(seconds=90)
    assert len(receiver.heard) == 1


async def test_cookies_are_not_kept(receiver: Receiver, sender: Sender) -> None:
    receiver.answering(200, set_cookie="a=b")
    for _ in range(2):
        await sender.post(receiver.url, b"{}", {})
    assert all("cookie" not in message.headers for message in receiver.heard)


async def test_a_receiver_that_thinks_too_long_is_left(receiver: Receiver, sender: Sender) -> None:
    async def mood(_: object) -> int:
        await asyncio.sleep(5)
        return 200

    receiver.mood = mood
    answer = await sender.post(receiver.url, b"{}", {})
    assert answer.error == "timed_out"
    assert answer.ms < 4_500


async def speaking(text: bytes, *, for_ever: bool = False) -> asyncio.Server:
    """A server that says something of its own, perhaps without end."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            writer.write(text)
            while for_ever:
                writer.write(b"x" * 10_000)
                await writer.drain()
                await asyncio.sleep(0)
        except ConnectionError:
            pass
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0)


@pytest.mark.parametrize(
    ("text", "for_ever", "error"),
    [
        (b"", False, "broken_off"),
        (b"SSH-2.0-OpenSSH\r\n", False, "broken_off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", False, "broken_off"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", True, None),
    ],
)
async def test_only_the_beginning_of_an_answer_is_read(
    sender: Sender, text: bytes, for_ever: bool, error: str | None
) -> None:
    async with await speaking(text, for_ever=for_ever) as server:
        port = server.sockets[0].getsockname()[1]
        answer = await sender.post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert answer.error == error
    assert len(answer.text) == (SHOWN if for_ever else 0)


async def test_nobody_there_and_no_such_name_are_told_apart(sender: Sender) -> None:
    assert (await sender.post("http://127.0.0.1:1/", b"{}", {})).error == "unreachable"
    assert (await sender.post("https://nowhere.invalid/", b"{}", {})).error in (
        "unknown_host",
        "timed_out",  # a name server that does not answer
    )


def certified(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at("Mon 09:00") - timedelta(days=999))
        .not_valid_after(at("Mon 09:00") + timedelta(days=9999))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


@pytest.mark.parametrize(("name", "error"), [("localhost", None), ("other.lan", "unreachable")])
async def test_a_certificate_is_checked_against_the_name_not_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: str | None
) -> None:
    pem, secret = certified(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, secret)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with (
        await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server,
        Sender(LOOPBACK, make_tls()) as sender,
    ):
        port = server.sockets[0].getsockname()[1]
        answer = await sender.post(f"https://localhost:{port}/", b"{}", {})
    assert answer.error == error


def test_during_a_rotation_either_secret_verifies_as_documented() -> None:
    old, new, stranger = make_secret(), make_secret(), make_secret()
    sent_at, body = at("Mon 09:00"), '{"id": "C-000001:17", "雨": 1}'.encode()
    headers = signed_headers((new, old), "C-000001:17", sent_at, body)
    verify, always = documented_verify(), 10**10
    assert verify(old, headers, body, always)
    assert verify(new, headers, body, always)
    assert not verify(stranger, headers, body, always)
    assert not verify(new, headers, body + b" ", always)
    assert not verify(new, headers | {"webhook-id": "C-000001:18"}, body, always)
    assert not verify(new, headers | {"webhook-timestamp": "1"}, body, always)
    assert not verify(new, headers, body), "it was sent long ago"
