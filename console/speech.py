"""What a page says, in the language and the time zone of whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.choices import FAMILIES
from console.words import WORDS
from domain.plan.terms import Language
from messages.book import BOOK
from messages.lengths import length
from messages.times import day, moment, window

TEXTS = BOOK.texts


STEPS = ((timedelta(days=4), timedelta(days=1)), (timedelta(days=1), timedelta(hours=1)))
"""From which length on a running time is told in which steps: nobody counts the minutes of next week."""


@dataclass(frozen=True)
class Speech:
    """Words for a page. Called with a key it says what stands there."""

    language: Language
    zone: str
    now: datetime

    def __call__(self, key: str, /, **params: object) -> str:
        if key in WORDS:
            return WORDS[key].text(self.language).format_map(params)
        return TEXTS.say(self.language, key, **params)

    def word(self, family: str, value: str | None) -> str:
        """A value of the domain as people read it; one without a word is shown as it is."""
        if value is None:
            return self("none")
        key = f"{family}.{value}"
        return self(key) if key in WORDS or TEXTS.has(key) else value

    def begun(self, family: str, value: str | None) -> str:
        """The same at the beginning of a line."""
        return _begun(self.word(family, value))

    def moment(self, at: str | datetime | None) -> str:
        """An instant in words; one of today by its time alone."""
        if not at:
            return self("none")
        then = datetime.fromisoformat(at) if isinstance(at, str) else at
        return moment(then, self.zone, self.language, self.now)

    def until(self, at: str | datetime | None) -> str:
        """How long it is to an instant, or how long ago it was: "in 2 h 10 min"."""
        if not at:
            return self("none")
        left = (datetime.fromisoformat(at) if isinstance(at, str) else at) - self.now
        step = next((step for more, step in STEPS if abs(left) >= more), timedelta(0))
        span = length(round(left / step) * step if step else left, self.language)
        return self("time.past" if left < timedelta(0) else "time.ahead", span=span)

    def window(self, begins: str, ends: str) -> str:
        """From one instant to another."""
        first, last = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
        return window(first, last, self.zone, self.language, self.now)

    def day(self, on: date) -> str:
        """A date; the year where it is another."""
        this_year = self.now.astimezone(ZoneInfo(self.zone)).year
        return day(on, self.language, with_year=on.year != this_year)

    def clock(self, at: str) -> str:
        """The time of day alone, where the day stands beside it."""
        return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(self.zone)):%H:%M}"

    def button(self, verb: str) -> str:
        """What the button of a form says."""
        key = f"button.{verb}"
        return self(key if key in WORDS else "button")

    def about(self, verb: str) -> str:
        """What a form is for, where its title doesn't say; empty where it does."""
        key = f"about.{verb}"
        return self(key) if key in WORDS else ""

    def unchosen(self, name: str) -> str:
        """What it means to choose nothing; empty where that has no meaning of its own."""
        key = f"unchosen.{name.rpartition('.')[2]}"
        return self(key) if key in WORDS else ""

    def listed(self, words: Iterable[str]) -> str:
        """Several things in one sentence."""
        return self("list.comma").join(words)

    def is_today(self, at: datetime) -> bool:
        zone = ZoneInfo(self.zone)
        return at.astimezone(zone).date() == self.now.astimezone(zone).date()

    def today(self) -> str:
        """The date, as the head of a day has it."""
        return day(self.now.astimezone(ZoneInfo(self.zone)).date(), self.language)

    def field(self, verb: str, name: str) -> str:
        """What a field of a form is called: in that form, by its whole place, or by its last part."""
        for key in (f"field.{verb}.{name}", f"field.{name}", f"field.{name.rpartition('.')[2]}"):
            if key in WORDS or TEXTS.has(key):
                return _begun(self(key))
        return name

    def hint(self, verb: str, name: str) -> str:
        """What helps with filling in a field; empty for one that speaks for itself."""
        key = f"hint.{verb}.{name}"
        return self(key) if key in WORDS else ""

    def choice(self, verb: str, field: str, value: str) -> str:
        """What people read for a choice of a form's field."""
        family = FAMILIES.get(f"{verb}.{field}") or FAMILIES.get(field, field)
        return _begun(self.word(family, value))


def _begun(words: str) -> str:
    """As it stands at the beginning of a line."""
    return words[:1].upper() + words[1:]
