"""By what a customer is recognised, and what recognises nobody (REQ A3).

Wrongly merging two people shows one of them the other's cases; wrongly splitting one costs a question. So
what is not certainly somebody's own recognises nobody: a placeholder, a local number without its area code,
a company's service number, a number that is none.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from domain.policy.customers import CustomerPolicy
from vault import Vault

Mark = Literal["phone", "email", "account"]
MARKS: tuple[Mark, ...] = ("phone", "email", "account")
"""What a customer is recognised by, the surest first."""
OF_COMPANIES = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
)
"""Kinds of numbers behind which there is a switchboard for everybody (400, 800 …)."""
_SAID = re.compile(
    r"(?P<number>.*\d.*?)\s*(?:转|轉|分机|分機|内线|內線|ext(?:ension|n)?|x|#|;ext=|,)[\s.:=]*(?P<extension>\d{1,8})#?",
    re.IGNORECASE,
)
"""A number and its extension, however it is spelt."""
_JOINED = re.compile(r"(?P<number>.*\d)[\s*_)-]+(?P<extension>\d{1,6})")
"""A number and what may be its extension: only when both together are no number."""
_TEMPLATE = re.compile(r"\$?\{\{?[^{}]*\}?\}|<[A-Za-z_]\w*>|__\w+?__|\$[A-Za-z_]\w*|%\(\w+\)s|%s")
"""A place of some program's template that nobody has filled in."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """How marks are read. `home` is the region (ISO 3166) of a phone number without a country code;
    `placeholders` are what people type where they know nothing, and `unfilled` what stands where something is still
    to be filled in; both folded, and the second are among the first."""

    home: str = "CN"
    placeholders: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, policy: CustomerPolicy, home: str | None = None) -> "Recognition":
        """As the company's policy says, with the home of a team that has one of its own."""
        unfilled = _folded(policy.unfilled)
        placeholders = unfilled | _folded(policy.placeholders)
        return cls(home or policy.home_region, placeholders, unfilled)

    def shown_phone(self, phone: str | None) -> str | None:
        """A phone number in international form, "+8613800138000"; what recognises nobody as it was typed."""
        return self.phone(phone) or tidy(phone)

    def phone(self, phone: str | None) -> str | None:
        """The phone number by which somebody is recognised, "+867552…;ext=8001"; None for any other.

        An extension is part of the number: two people behind one switchboard, or behind one relay number,
        are two customers.
        """
        text = re.sub(r"\D+$", "", tidy(phone) or "")  # "138 0013 8000 (evenings)"
        if not text or self.is_nothing(text) or len(set(re.sub(r"\D", "", text))) == 1:
            return None
        said, joined = _SAID.fullmatch(text), _JOINED.fullmatch(text)
        found = None if said else self._number(text)
        for split in (said, joined):
            if found is None and split and (number := self._number(split["number"])):
                found, extension = number, split["extension"]
                return None if _is_company(found) else f"{_e164(found)};ext={extension}"
        return None if found is None or _is_company(found) else _e164(found)

    def email(self, email: str | None) -> str | None:
        """The e-mail address by which somebody is recognised."""
        text = (tidy(email) or "").lower()
        name, at, host = text.rpartition("@")
        return text if name and at and "." in host and not self.is_nothing(text) else None

    def account(self, account: str | None) -> str | None:
        """The account by which somebody is recognised."""
        text = tidy(account)
        return None if not text or self.is_nothing(text) else text

    def name(self, name: str | None) -> str:
        """A name as two are compared: "Ms  SUN" is "ms sun"; "" for one that tells nothing."""
        text = folded(name or "")
        return "" if text in self.placeholders else text

    def spoken(self, name: str) -> str:
        """What somebody is called in a sentence, on one line; "" where the name tells nothing ("无", "{name}")."""
        line = " ".join(name.split())
        return "" if self.is_unfilled(line) or not self.name(line) else line

    def marks(
        self, vault: Vault, phone: str | None, email: str | None, account: str | None
    ) -> dict[str, str]:
        """The blind indexes of what was given, by column."""
        plain = {
            "phone": self.phone(phone),
            "email": self.email(email),
            "account": self.account(account),
        }
        return {
            index_of(name): vault.blind(f"{name}:{text}") for name, text in plain.items() if text
        }

    def _number(self, text: str) -> PhoneNumber | None:
        """A whole phone number, as far as can be known: with its area code, callable from elsewhere."""
        for spelt in (text, _international(text)):
            try:
                number = phonenumbers.parse(spelt, self.home)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number) or self._is_new(number):
                number.extension = None
                return number
        return None

    def _is_new(self, number: PhoneNumber) -> bool:
        """Whether it looks like a mobile number of a range that the library hasn't heard of yet."""
        if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
            return False
        region = phonenumbers.region_code_for_country_code(number.country_code or 0)
        example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
        if example is None:
            return False
        known, given = str(example.national_number), str(number.national_number)
        return len(known) == len(given) and known[0] == given[0]

    def is_nothing(self, text: str) -> bool:
        """Whether a text stands where somebody knew nothing to say: "n/a", "无", or no letter or digit at all."""
        return not folded(text) or folded(text) in self.placeholders

    def is_unfilled(self, text: str) -> bool:
        """Whether a text stands where something is still to be said: "待填", "TBD", "____", "{name}". An emoji is a word."""
        rest = _TEMPLATE.sub(" ", text)
        if rest != text and self.is_nothing(rest):
            return True
        has_words = any(unicodedata.category(letter)[0] in "LMNS" for letter in text)
        return not has_words or folded(text) in self.unfilled


def index_of(name: str) -> str:
    """The column of a mark's blind index."""
    return f"{name}_index"


def tidy(text: str | None) -> str | None:
    """Without spaces around and with full-width characters made plain; None when nothing is left."""
    return (unicodedata.normalize("NFKC", text).strip() or None) if text else None


@lru_cache(maxsize=32)
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    """Once for each policy, and not for each name that is read."""
    return frozenset(folded(text) for text in texts)


def folded(text: str) -> str:
    """Letters and digits alone, in small letters: "N/A", "n.a." and "na" are the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LMN")


def _international(text: str) -> str:
    """A number that begins with two zeros, from wherever it was dialled."""
    return f"+{text[2:]}" if text.startswith("00") else text


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_company(number: PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in OF_COMPANIES
