"""What a feature brings to this room, and the book in which all of it stands together.

The engine of the room knows no feature: it looks up in the book how an event is told, how a param is
read, what a notice adds. `messages.book` assembles the one of this product. A feature speaks through
the `Voice` it is handed; of this room it imports nothing but that, this module, `text` and its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.case import Case
from domain.clocks import Clock
from domain.event import Event
from messages.letters.letter import Occasion
from messages.say import Catalogue, joined

if TYPE_CHECKING:
    from messages.voice import Voice

Sentence = Callable[[Any, "Voice"], str]
"""Makes the sentence of an event."""
Params = Callable[[Any, "Voice"], dict[str, str]]
"""What an event, or an action, has to say besides its own fields, or instead of them, in words."""
Reader = Callable[["Voice", str], str]
"""Puts one value of the core into words."""
Thing = Callable[[Case, str, "Voice"], str | None]
"""Calls an entry of a case, by its id, as people do; None when the case has none of that id."""
Lines = Callable[[Case, "Voice"], Iterable[str]]
"""Lines about a case in markdown."""


class Section(NamedTuple):
    """Lines of the details under a heading of their own; without lines it is left out."""

    heading: str
    lines: Lines


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How one feature's things are told. What it doesn't need it leaves out."""

    en: Mapping[str, str]
    zh_cn: Mapping[str, str]
    """Its texts, under the same keys and with the same placeholders in both languages."""
    sentences: Mapping[type[Event], Sentence] = field(default_factory=dict)
    """Event → its sentence in the timeline."""
    notes: Mapping[type[Event], Callable[[Any], str]] = field(default_factory=dict)
    """Event → what a person added to it in their own words."""
    briefs: Mapping[type[Event], Params] = field(default_factory=dict)
    """Event → what `brief.<event>` needs besides the event's own fields."""
    readers: Mapping[str, Reader] = field(default_factory=dict)
    """Name of a param of a refusal or a notice, or of an event's field → how people read it. A name that
    nobody claims is said as it is: numbers, ids, people's own words."""
    reasons: tuple[str, ...] = ()
    """Families of words for reasons that a rule gives, and not a person."""
    notices: Mapping[str, Params] = field(default_factory=dict)
    """What a notice is about → params that its action doesn't bring as people read them."""
    added: Mapping[str, str] = field(default_factory=dict)
    """Param of an action → the sentence its notice gets when it brings that and it is not empty."""
    apologies: Mapping[str, Occasion] = field(default_factory=dict)
    """About of an action, or kind of a broken promise → the letter that apologises, where it is not the
    one for a missed call."""
    things: Mapping[str, Thing] = field(default_factory=dict)
    """Letter with which the ids of a kind of entry begin → what people call one of them, by what it is and
    not by its id."""
    variables: Callable[[Case, Voice, datetime], Mapping[str, str]] | None = None
    """What the letters may say of a case (`letters.letter.VARIABLES`)."""
    why: Mapping[str, str] = field(default_factory=dict)
    """Anchor of a date that nobody counted out → the sentence that explains it."""
    clocks: Mapping[str, Callable[[Case], Clock | None]] = field(default_factory=dict)
    """Name → the clock that `details.clock.<name>` tells of, when it runs."""
    state: Lines | None = None
    """Lines about where the case stands, at the head of its details."""
    section: Section | None = None


class Book:
    """What all features bring. Raises ValueError when two of them claim the same name."""

    def __init__(self, features: Iterable[Telling]) -> None:
        features = tuple(features)
        self.texts = Catalogue(
            en=joined(each.en for each in features),
            zh_cn=joined(each.zh_cn for each in features),
        )
        self.sentences: dict[type[Event], Sentence] = joined(each.sentences for each in features)
        self.notes: dict[type[Event], Callable[[Any], str]] = joined(
            each.notes for each in features
        )
        self.briefs: dict[type[Event], Params] = joined(each.briefs for each in features)
        self.readers: dict[str, Reader] = joined(each.readers for each in features)
        self.reasons = tuple(chain.from_iterable(each.reasons for each in features))
        self.notices: dict[str, Params] = joined(each.notices for each in features)
        self.added: dict[str, str] = joined(each.added for each in features)
        self.apologies: dict[str, Occasion] = joined(each.apologies for each in features)
        self.things: dict[str, Thing] = joined(each.things for each in features)
        self.variables = tuple(each.variables for each in features if each.variables)
        self.why: dict[str, str] = joined(each.why for each in features)
        self.clocks: dict[str, Callable[[Case], Clock | None]] = joined(
            each.clocks for each in features
        )
        self.state = tuple(each.state for each in features if each.state)
        self.sections = tuple(each.section for each in features if each.section)


def sentence(variant: str = "", of: Params | None = None) -> Sentence:
    """The text `event.<event>`, filled with the event's own fields and with what `of` makes of it.

    `variant` is the path of the field that names which of several texts it is: with "cause",
    `event.case_resumed.asked`.
    """

    def say(event: Event, voice: Voice) -> str:
        key = f"event.{event.name}"
        if variant:
            key = f"{key}.{attrgetter(variant)(event)}"
        return voice.say(key, **voice.fields(event) | (of(event, voice) if of else {}))

    return say


def note(event: Any) -> str:
    """An event that keeps a person's words as its note."""
    words: str = event.note
    return words


def word(family: str) -> Reader:
    """Reads a value of the domain by its word: `word("emotion")` reads "angry"."""
    return lambda voice, value: voice.word(family, value)


def each(read: Reader) -> Reader:
    """Reads values with commas between them."""

    def readable(voice: Voice, value: str) -> str:
        names = [name.strip() for name in value.split(",")]
        return voice.listed([read(voice, name) for name in names if name and name != "-"])

    return readable


def thing(voice: Voice, entry: str) -> str:
    """Reads the id of an entry of the case."""
    return voice.thing(entry)


def person(voice: Voice, handle: str) -> str:
    """Reads a person's handle."""
    return voice.person(handle)


def stage(voice: Voice, name: str) -> str:
    """Reads the name of a stage."""
    return voice.stage(name)


def moment(voice: Voice, value: str) -> str:
    """Reads an instant in ISO form."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value  # "-" stands for a moment that isn't known
    return voice.moment(at) if at.tzinfo else value
