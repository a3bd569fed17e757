"""A story on the terminal, as it is played: who did what when, and what came of it."""

from collections import Counter
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from domain.plan.terms import Language
from messages.speech import plain_voice
from stories.compare import Difference
from stories.look import QUIETLY
from stories.mistakes import StoryError
from stories.parts import CUSTOMER
from stories.story import Act, Step, Story

INDENT = 24
OFTEN = 3
"""How often the same is told of one stretch of time; who reads three weeks aloud counts the rest."""
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "passes": "time passes",
        "looks": "everybody looks",
        "again": "… and the like, {times} times more",
        CUSTOMER: "the customer",
    },
    "zh-CN": {
        "passes": "时间过去",
        "looks": "大家看一眼",
        "again": "……这样的事还有 {times} 次",
        CUSTOMER: "客户",
    },
}
"""What a story says between the sentences of its cases."""


class Show:
    """Prints one story to one console."""

    def __init__(self, out: Console, story: Story) -> None:
        language = story.setting.language
        self._out = out
        self._times = story.setting.times
        self._voice, self._words = plain_voice(language), WORDS[language]
        self._between = self._voice.say("list.comma")
        self._names = {handle: person.name for handle, person in story.head.people.items()}

    def head(self, story: Story, engine: str) -> None:
        at = self._at(story.setting.starts)
        self._out.print(Text(f"{story.head.name}", "bold"), highlight=False)
        self._out.print(
            Text(f"{story.file.name}: {len(story.steps)} steps from {at} ({engine} engine)", "dim")
        )

    def passing(self, events: list[dict[str, Any]], case: str) -> None:
        """What time brought on the way to the next step, each moment by itself.

        `case` is its name where a story has several, else empty.
        """
        moments = groupby(events, lambda event: self._at(datetime.fromisoformat(event["at"])))
        seen: Counter[tuple[str, ...]] = Counter()
        for _, group in moments:
            happened = list(group)
            kinds = tuple(event["event"] for event in happened)
            if all(kind in QUIETLY for kind in kinds):
                continue
            seen[kinds] += 1
            if seen[kinds] <= OFTEN:
                at = datetime.fromisoformat(happened[0]["at"])
                self._line(at, Text(self._words["passes"], "magenta").append_text(_label(case)))
                self.came(happened)
        left = sum(times - OFTEN for times in seen.values() if times > OFTEN)
        if left:
            self._said(Text(self._words["again"].format(times=left), "dim"))

    def act(self, at: datetime, act: Act, case: str, times: int) -> None:
        """Who does what, and how often."""
        what = Text(self._name(act.by), "cyan").append_text(_label(case))
        about = act.body.get("title") or act.body.get("subject") or act.body.get("reason")
        if about:
            what.append(f" · {about}")
        if times > 1:
            what.append(f" × {times}")
        self._line(at, what)

    def look(self, at: datetime) -> None:
        self._line(at, Text(self._words["looks"], "dim"))

    def refused(self, status: int, body: dict[str, Any]) -> None:
        """The API said no."""
        self._said(Text(f"{status} {body.get('code', '')}: {body.get('detail', '')}", "yellow"))

    def came(self, events: list[dict[str, Any]]) -> None:
        """What came of a step, and who was told of it."""
        lines = [event["line"] for event in events if event["event"] not in QUIETLY]
        for line, same in groupby(lines):
            times = len(list(same))
            self._said(Text(line if times == 1 else f"{line} × {times}"))
        notified: dict[str, list[str]] = {}
        for event in events:
            if event["event"] == "action_requested":
                action = event["facts"]["action"]
                notified.setdefault(action["about"], []).append(self._name(action["to"]))
        for about, people in notified.items():
            told = self._between.join(dict.fromkeys(people))
            self._said(Text(f"→ {told} · {self._voice.word('about', about)}", "blue"))

    def failed(self, story: Story, step: Step, differences: list[Difference]) -> None:
        """What is not as expected, each with the place where it was written."""
        what = f"step {step.number}, {self._at(step.at)}"
        if step.act:
            what += f", {step.act.by} {step.act.verb}"
        for difference in differences:
            line = story.line(step, *difference.inner)
            self._plain(f"\n{story.file}:{line}: {what}", "bold red")
            if difference.inner:
                self._plain(f"  {'.'.join(map(str, difference.inner))}", "bold")
            for name, text in (("expected", difference.expected), ("seen", difference.seen)):
                first, *more = text.split("\n")
                self._plain(f"    {name:<8}  {first}")
                for further in more:
                    self._plain(f"              {further}")

    def ended(self, steps: int, seconds: float) -> None:
        self._plain(f"played {steps} steps in {seconds:.1f} s: all as expected", "green")

    def _name(self, handle: str) -> str:
        """What people call somebody; what comes of a command is told after it."""
        return self._names.get(handle) or self._words.get(handle, handle)

    def _line(self, at: datetime, what: Text) -> None:
        self._out.print(Text(f"{self._at(at):<{INDENT}}", "dim") + what, highlight=False)

    def _said(self, text: Text) -> None:
        self._out.print(Padding(text, (0, 0, 0, INDENT + 2), expand=False), highlight=False)

    def _plain(self, text: str, style: str = "") -> None:
        # soft_wrap keeps file:line in one piece, for editors and for people who search
        self._out.print(text, style=style, highlight=False, markup=False, soft_wrap=True)

    def _at(self, at: datetime) -> str:
        return f"{self._times.local(at):%a %Y-%m-%d %H:%M}"


def _label(case: str) -> Text:
    return Text(f" · {case}" if case else "", "dim")


def show_mistakes(out: Console, path: Path, error: StoryError) -> None:
    """A story that can't be played: every mistake with its line."""
    for mistake in error.mistakes:
        out.print(
            f"{path}:{mistake.line}: {mistake.reason}",
            style="red",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
