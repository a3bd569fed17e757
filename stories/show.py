"""A story on the terminal, as it is played: who did what when, and what came of it."""

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from messages.speech import plain_voice
from stories.compare import Difference
from stories.look import QUIETLY
from stories.mistakes import StoryError
from stories.story import Act, Step, Story
from stories.times import StoryTimes

INDENT = 24
ABOUT = plain_voice("en")
"""Says what people were told of."""


class Show:
    """Prints one story to one console."""

    def __init__(self, out: Console, times: StoryTimes) -> None:
        self._out = out
        self._times = times

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
        for _, group in moments:
            happened = list(group)
            if any(event["event"] not in QUIETLY for event in happened):
                at = datetime.fromisoformat(happened[0]["at"])
                self._line(at, Text("time passes", "magenta").append_text(_label(case)))
                self.came(happened)

    def act(self, at: datetime, act: Act, case: str) -> None:
        """Who does what."""
        what = Text.assemble((act.by, "cyan"), " ", (act.verb, "bold")).append_text(_label(case))
        about = act.body.get("title") or act.body.get("subject") or act.body.get("reason")
        if about:
            what.append(f" · {about}")
        self._line(at, what)

    def look(self, at: datetime) -> None:
        self._line(at, Text("everybody looks", "dim"))

    def refused(self, status: int, body: dict[str, Any]) -> None:
        """The API said no."""
        self._said(Text(f"{status} {body.get('code', '')}: {body.get('detail', '')}", "yellow"))

    def came(self, events: list[dict[str, Any]]) -> None:
        """What came of a step, and who was told of it."""
        for event in events:
            if event["event"] not in QUIETLY:
                self._said(Text(event["line"]))
        notified: dict[str, list[str]] = {}
        for event in events:
            if event["event"] == "action_requested":
                action = event["facts"]["action"]
                notified.setdefault(action["about"], []).append(action["to"])
        for about, people in notified.items():
            self._said(Text(f"→ {', '.join(people)}: {ABOUT.word('about', about)}", "blue"))

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
