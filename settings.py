"""What can be set from outside, and the only reader of the environment.

Values come from, the first that has one: the process's environment (`FOLLOWTHROUGH_*`), `.env` in
the working directory, `secrets.env` in the data directory (written by `followthrough up`), the
defaults here. Each setting is explained in `.env.example`.

Where Temporal is comes from Temporal's own places first: see `workflows/connect.py`.
"""

import base64
import binascii
import ipaddress
import os
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretBytes,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from activities.hosts import Hosts
from vault import Vault

PREFIX = "FOLLOWTHROUGH_"
SECRETS_FILE = "secrets.env"
DOTENV = Path(".env")

Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsError(Exception):
    """What is set can't be used; the text says what, and how to put it right."""


class EncryptionKey(BaseModel):
    """One key of the payload codec and the encrypted columns, written `id:base64` of 32 bytes."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
    key: SecretBytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `id:base64key`."""
        name, colon, encoded = text.strip().partition(":")
        if not (name and colon and encoded):
            raise ValueError("an encryption key is written id:base64key")
        return cls(id=name, key=SecretBytes(_thirty_two_bytes(encoded)))

    def __str__(self) -> str:
        return f"{self.id}:**********"


def _thirty_two_bytes(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("a key is base64; `followthrough keys` makes one") from error
    if len(key) != 32:  # AES-256 and HMAC-SHA-256
        raise ValueError(
            f"a key is 32 bytes, this one has {len(key)}; `followthrough keys` makes one"
        )
    return key


def _parse_keys(value: object) -> object:
    if isinstance(value, str):
        return [EncryptionKey.parse(part) for part in value.split(",") if part.strip()]
    return value


def _parse_key(value: object) -> object:
    return _thirty_two_bytes(value) if isinstance(value, str) else value


def _parse_length(value: object) -> object:
    if not isinstance(value, str):
        return value
    number, _, unit = value.strip().partition(" ")
    if not number.isdigit() or unit not in _LENGTHS:
        raise ValueError(f"a length of time is a number and a unit ({', '.join(_LENGTHS)}): '5 s'")
    return _LENGTHS[unit] * int(number)


_LENGTHS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "days": timedelta(days=1),
}
Length = Annotated[timedelta, BeforeValidator(_parse_length)]


def _parse_hosts(value: object) -> object:
    return Hosts.parse(value) if isinstance(value, str) else value


def _parse_proxies(value: object) -> object:
    """Addresses and networks alone: a name could come to mean another machine, and `*` is whoever asks."""
    if not isinstance(value, str):
        return value
    given = [part.strip() for part in value.split(",") if part.strip()]
    try:
        return tuple(str(ipaddress.ip_network(each)) for each in given)
    except ValueError as error:
        raise ValueError(
            f"a trusted proxy is its address or network, like 10.0.0.7 or 10.20.0.0/24: {error}"
        ) from error


def _parse_database(value: object) -> object:
    """The URL under the names of the databases there are: many tools write postgres for postgresql."""
    if not isinstance(value, str):
        return value
    scheme, found, rest = value.partition("://")
    name, plus, driver = scheme.partition("+")
    name = {"postgres": "postgresql"}.get(name, name)
    if not found or name not in ("sqlite", "postgresql"):
        raise ValueError(
            "a database is sqlite:///path or postgresql://user:password@host:port/name"
        )
    return f"{name}{plus}{driver}://{rest}"


class Place(BaseSettings):
    """Where this installation keeps its files: the one setting that is read before the secrets are."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Path(".data")

    @property
    def secrets_file(self) -> Path:
        """The keys `followthrough up` made for this installation."""
        return self.data_dir / SECRETS_FILE


class Settings(Place):
    """All that can be set; `load_settings()` makes one."""

    database_url: Annotated[SecretStr, BeforeValidator(_parse_database)] = Field(
        # secret, for it may carry a password
        default_factory=lambda given: SecretStr(
            f"sqlite+aiosqlite:///{given['data_dir'] / 'followthrough.db'}"
        )
    )
    api_host: str = "127.0.0.1"
    api_port: Port = 8000
    public_url: str = Field(
        default_factory=lambda given: f"http://{given['api_host']}:{given['api_port']}"
    )
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_ui_port: Port = 8233
    temporal_ui_url: str | None = None
    task_queue: str = "cases"
    encryption_keys: Annotated[
        tuple[EncryptionKey, ...], NoDecode, BeforeValidator(_parse_keys), Field(min_length=1)
    ]
    blind_index_key: Annotated[SecretBytes, BeforeValidator(_parse_key)]
    codec_token: SecretStr | None = None
    local_ui: bool = False
    update_timeout: Length = timedelta(seconds=5)
    retention: Length = timedelta(days=400)
    default_policy: Path | None = None
    metrics_port: Port | None = None
    webhook_hosts: Annotated[Hosts, NoDecode, BeforeValidator(_parse_hosts)] = Hosts()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parse_proxies)] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [key.id for key in self.encryption_keys]
        if len(set(ids)) < len(ids):
            raise ValueError(f"encryption_keys: an id appears twice in {', '.join(ids)}")
        return self

    def vault(self) -> Vault:
        """The key ring as what seals and opens; the first key seals, the others only open."""
        ring = [(key.id, key.key.get_secret_value()) for key in self.encryption_keys]
        return Vault(ring, self.blind_index_key.get_secret_value())


class Assisting(BaseSettings):
    """What `followthrough mcp` needs: the key of whoever is helped. Nothing else of an installation is read for it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True
    )

    api_key: SecretStr | None = None


def load_api_key() -> str:
    """The key an assistant uses. Raises SettingsError when there is none."""
    key = Assisting(_env_file=DOTENV).api_key
    if key is None:
        raise SettingsError(
            f"{PREFIX}API_KEY is not set: put the key of whoever the assistant helps there"
            " (`followthrough key create` makes one)."
        )
    given = key.get_secret_value().strip()
    if not (given.isascii() and given.isprintable()):
        raise SettingsError(f"{PREFIX}API_KEY holds what no key has: one begins with ft_")
    return given


def load_settings(**flags: object) -> Settings:
    """Read the settings; what a command's flags say wins, a flag that is None was not given.

    Raises SettingsError in plain words: what is missing or wrong, and the way out.
    """
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    _refuse_unknown_names()
    try:
        secrets_file = load_place(given.get("data_dir")).secrets_file
        # a later file wins over an earlier one, the environment over both
        return Settings(_env_file=(secrets_file, DOTENV), **given)
    except ValidationError as error:
        raise SettingsError("\n".join(_in_plain_words(error))) from error


def load_place(data_dir: Path | None = None) -> Place:
    """Read where the data lives, which needs no keys."""
    return Place(_env_file=DOTENV, data_dir=data_dir) if data_dir else Place(_env_file=DOTENV)


def process_environment() -> dict[str, str]:
    """The environment with `.env` beneath it, for what reads it by its own rules (Temporal's client)."""
    return {name: value for name, value in dotenv_values(DOTENV).items() if value} | dict(
        os.environ
    )


def _refuse_unknown_names() -> None:
    """A misspelt setting would be a default nobody asked for."""
    known = {name.upper() for of in (Settings, Assisting) for name in of.model_fields}
    given = {name.upper() for name in process_environment()}
    for name in sorted(name.removeprefix(PREFIX) for name in given if name.startswith(PREFIX)):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {PREFIX}{near[0]}?" if near else ".env.example lists them all"
            raise SettingsError(f"there is no setting {PREFIX}{name}; {hint}")


def _in_plain_words(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        if problem["type"] == "default_factory_not_called":
            continue  # it follows from another problem
        name = PREFIX + str(problem["loc"][0]).upper() if problem["loc"] else "settings"
        if problem["type"] == "missing":
            lines.append(
                f"{name} is not set. `followthrough keys` prints a fresh one: put it into the"
                " environment or .env and keep it as safe as the data it opens"
                " (`followthrough up` makes its own)."
            )
        else:
            lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
    return lines
