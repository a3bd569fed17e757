"""From a YAML file to a story whose every time is known, or all that is wrong with it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from domain.plan.terms import Language
from stories.languages import languages, told_in, untold
from stories.lines import Lines, Place, Unreadable, read_yaml
from stories.mistakes import Mistake, StoryError
from stories.parts import ExpectPart, HeadPart, StepPart
from stories.setting import Setting, Unsettled, settle_head
from stories.story import Act, Step, Story
from stories.verbs import OPEN, VERBS
from stories.wording import hint, reason, within

THE_CASE = "the case"
"""The name of a story's only case."""
FREE = ("yields", "facts", "params")
"""Tables of somebody else's names: text, even where a name sounds like a time."""
SomePart = TypeVar("SomePart", bound=BaseModel)
Settle = Callable[[Any, Path], Setting]
"""From a head and the folder of its file to the setting. Raises Unsettled."""


def read(
    path: Path,
    kind: type[HeadPart] = HeadPart,
    settle: Settle = settle_head,
    language: Language | None = None,
) -> Story:
    """Read a story in one of its languages, else in its first. Raises StoryError with every mistake
    and its line.

    Stories that are set otherwise than at a date of their own bring their head's `kind` and what
    settles it.
    """
    return _Reader(path, kind, settle, language).story()


def languages_of(path: Path) -> tuple[Language | None, ...]:
    """The languages a file names, the first first; None stands for what `read` takes without one."""
    try:
        values, _ = read_yaml(path.read_text(encoding="utf-8"))
    except (Unreadable, OSError, UnicodeError):
        return (None,)  # reading it tells what is wrong
    return languages(values) or (None,)


class _Reader:
    """One reading: mistakes are collected, so that an author mends them in one go."""

    def __init__(
        self, path: Path, kind: type[HeadPart], settle: Settle, language: Language | None
    ) -> None:
        self.path, self.kind, self.settle, self.language = path, kind, settle, language
        self.lines = Lines()
        self.mistakes: list[Mistake] = []
        self.cases: list[str] = []

    def story(self) -> Story:
        values = self.values()
        head = self.part(self.kind, values, ())
        if head:
            try:
                setting = self.settle(head, self.path.parent)
            except Unsettled as error:
                self.amiss((error.key,), error.reason)
            else:
                steps = tuple(self.steps(head, setting))
                if not self.mistakes:
                    return Story(self.path, self.lines, head, setting, steps)
        raise StoryError(sorted(self.mistakes, key=lambda mistake: mistake.line))

    def values(self) -> Any:
        name = self.path.name
        try:
            values, self.lines = read_yaml(self.path.read_text(encoding="utf-8"))
        except Unreadable as error:
            raise StoryError([Mistake(name, error.line, error.reason)]) from error
        except (OSError, UnicodeError) as error:
            raise StoryError([Mistake(name, 1, f"can't be read: {error}")]) from error
        return self.told(values)

    def told(self, values: Any) -> Any:
        """The values in the language of this reading."""
        for place, why in untold(values):
            self.amiss(place, why)
        first = next(iter(languages(values)), self.kind.model_fields["language"].default)
        language = self.lines.language = self.language or first
        if isinstance(values, dict) and languages(values):
            values = {**values, "language": language}
        return told_in(language, values)

    def amiss(self, place: Place, why: str) -> None:
        self.mistakes.append(Mistake(self.path.name, self.lines.of(place), why))

    def part(
        self, kind: type[SomePart], values: Any, place: Place, also: tuple[str, ...] = ()
    ) -> SomePart | None:
        """The values as a part of a story; what is wrong with them is noted where it stands."""
        try:
            return kind.model_validate(values)
        except ValidationError as error:
            for details in error.errors():
                inner = (*place, *within(values, details["loc"]))
                self.amiss(inner, reason(details, kind, also))
            return None

    # --- steps --------------------------------------------------------------------------------------

    def steps(self, head: HeadPart, setting: Setting) -> Iterator[Step]:
        at = setting.starts
        for position, raw in enumerate(head.steps):
            place: Place = ("steps", position)
            if "at" in raw:
                at = self.moment(raw["at"], at, place, setting)
            verbs = [name for name in raw if name in VERBS]
            if len(verbs) > 1:
                self.amiss((*place, verbs[1]), f"a step has one verb; this has {', '.join(verbs)}")
            rest = {name: value for name, value in raw.items() if name not in (*VERBS, "at")}
            frame = self.part(StepPart, self.timed(rest, place, at, setting), place, tuple(VERBS))
            if frame:
                yield Step(
                    number=position + 1,
                    place=place,
                    at=at,
                    case=self.case(frame, verbs, place),
                    act=self.act(verbs[0], raw[verbs[0]], frame, place, at, setting)
                    if verbs
                    else None,
                    times=frame.times,
                    expect=frame.expect or ExpectPart(),
                    see=frame.see,
                    leaves=frame.leaves,
                )

    def moment(self, text: object, since: datetime, place: Place, setting: Setting) -> datetime:
        """When a step takes place: never before the one before it."""
        try:
            at = setting.times.read(str(text), since)
        except ValueError as error:
            self.amiss((*place, "at"), str(error))
            return since
        if at < since:
            before = f"{setting.times.local(since):%a %Y-%m-%d %H:%M}"
            self.amiss((*place, "at"), f"{text} is earlier than the step before it, {before}")
            return since
        return at

    def case(self, frame: StepPart, verbs: list[str], place: Place) -> str:
        """The name of the case a step is about: the one opened here, the one named, or the only one."""
        if verbs[:1] == [OPEN]:
            name = frame.as_ or THE_CASE
            if name in self.cases:
                self.amiss(place, f"{name!r} is open already; name each case with `as:`")
            self.cases.append(name)
            return name
        if frame.case is None and len(self.cases) == 1:
            return self.cases[0]
        if not self.cases:
            self.amiss(place, "no case has been opened yet")
        elif frame.case is None:
            self.amiss(place, f"say which `case:` is meant: {', '.join(self.cases)}")
        elif frame.case not in self.cases:
            near = hint(frame.case, self.cases)
            self.amiss((*place, "case"), f"there is no case {frame.case!r}{near}")
        return frame.case or THE_CASE

    def act(
        self, name: str, given: Any, frame: StepPart, place: Place, at: datetime, setting: Setting
    ) -> Act:
        """A verb's fields as a request. The API's own models say at once what they don't know."""
        self.actor(frame, place, setting)
        verb, inner = VERBS[name], (*place, name)
        if not isinstance(given, dict | None):
            self.amiss(inner, "must be a table of fields and values")
            return Act(verb=name, by="", path={}, body={})
        body = self.timed(given or {}, inner, at, setting)
        path = {key: str(body.pop(key)) for key in verb.in_path if key in body}
        for missing in set(verb.in_path) - set(path):
            self.amiss(inner, f"{missing!r} is missing")
        if name == OPEN:
            body.setdefault("language", setting.language)
        if frame.expect is None or frame.expect.code != "invalid_request":
            self.part(verb.body, body, inner, verb.in_path)
        return Act(verb=name, by=frame.by or "", path=path, body=body)

    def actor(self, frame: StepPart, place: Place, setting: Setting) -> None:
        if frame.by is None:
            self.amiss(place, "say who does this: `by:`")
        elif frame.by not in setting.people:
            near = hint(frame.by, setting.people)
            self.amiss((*place, "by"), f"nobody here has the handle {frame.by!r}{near}")

    # --- times --------------------------------------------------------------------------------------

    def timed(self, value: Any, place: Place, since: datetime, setting: Setting) -> Any:
        """The value with every time in it made absolute."""
        if isinstance(value, list):
            return [
                self.timed(item, (*place, number), since, setting)
                for number, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        return {
            key: self.entry(str(key), inner, (*place, key), since, setting)
            for key, inner in value.items()
        }

    def entry(self, key: str, value: Any, place: Place, since: datetime, setting: Setting) -> Any:
        if key in FREE or value is None:
            return value
        if not _is_time(key):
            return self.timed(value, place, since, setting)
        if isinstance(value, list):
            return [
                self.entry(key, item, (*place, number), since, setting)
                for number, item in enumerate(value)
            ]
        try:
            at = setting.times.read(str(value), since)
        except ValueError as error:
            self.amiss(place, str(error))
            at = since
        return setting.times.local(at).isoformat()


def _is_time(key: str) -> bool:
    return key in ("at", "due", "expected", "until", "check_ins") or key.endswith(("_at", "_by"))
