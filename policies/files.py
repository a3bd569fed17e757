"""Reading a policy's YAML files into one table of values, remembering which file said what.

`*.yaml` hold the top-level keys; an SOP may have a file of its own, `sops/<scenario>.yaml`, because
it is long, and so has a frame, `frames/<name>.yaml`. SOPs that name a frame are written out (`policies.frames`).
"""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from policies.frames import Frame, Keys, spread
from policies.mistakes import Mistake, found_in

SOPS, FRAMES = "sops", "frames"
"""The keys, and the folders, of the SOPs and of what they have in common."""


class PolicyFiles:
    """The values of all YAML files of a folder, by top-level key, and the mistakes met on the way.

    What stands in `sops/standard.yaml` is found under the keys `sops`, `standard`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values: dict[str, Any] = {}
        self.mistakes: list[Mistake] = []
        self._file_of: dict[Keys, str] = {}
        self._lent: dict[Keys, Keys] = {}
        paths = sorted(folder.glob("*.yaml"))
        if not paths:
            self.mistakes.append(Mistake(str(folder), "", "no *.yaml files here"))
        for path in paths:
            for key, value in self._read(path).items():
                self._give(path, self.values, (str(key),), value)
        for key in (SOPS, FRAMES):
            for path in sorted(folder.glob(f"{key}/*.yaml")):
                known = self.values.setdefault(key, {})
                if isinstance(known, dict):  # if not, the policy's own validation says so
                    self._give(path, known, (key, path.stem), self._read(path))
        frames, sops = self.values.pop(FRAMES, {}), self.values.get(SOPS)
        if isinstance(sops, dict):
            self._spread(sops, frames)

    def mistake(self, place: str, reason: str) -> Mistake:
        """What is wrong at a place, told of the frame where that has given it: once, however many SOPs name it."""
        keys = _keys(place)
        for length in range(len(keys), 0, -1):
            if there := self._lent.get(tuple(keys[:length])):
                place = _place([*there, *keys[length:]])
                break
        return Mistake(self.file_of(place), place, reason)

    def file_of(self, place: str) -> str:
        """The file that gave the value at a place such as `sops.standard.first`; the folder's name
        when no file gave it."""
        keys = _keys(place)
        for length in range(len(keys), 0, -1):
            if file := self._file_of.get(tuple(keys[:length])):
                return file
        return self.folder.name

    def _spread(self, sops: dict[str, Any], frames: object) -> None:
        """Write out the SOPs that name a frame. Where that can't be done it is a mistake, and nothing else is said of such an
        SOP."""
        known = self._frames(frames)
        for name, sop in list(sops.items()):
            if not isinstance(sop, dict) or (wanted := sop.get("frame")) is None:
                continue
            place = f"{SOPS}.{name}"
            if wanted not in known:
                why = f"unknown frame {wanted!r}; known: {', '.join(known) or 'none'}"
                self.mistakes.append(Mistake(self.file_of(place), f"{place}.frame", why))
                del sops[name]
                continue
            try:
                sops[name], borrowed = spread(sop, known[wanted])
            except ValueError as error:
                self.mistakes.append(Mistake(self.file_of(place), f"{place}.{error}", ""))
                del sops[name]
                continue
            for keys, there in borrowed.items():
                self._lent[SOPS, name, *keys] = (FRAMES, wanted, *there)

    def _frames(self, frames: object) -> dict[str, Frame]:
        """Those whose shape is right; what is wrong with the others is noted."""
        known: dict[str, Frame] = {}
        for name, frame in frames.items() if isinstance(frames, dict) else ():
            place = f"{FRAMES}.{name}"
            try:
                known[str(name)] = Frame.model_validate(frame)
            except ValidationError as error:
                file = self.file_of(place)
                self.mistakes += [Mistake(file, *each) for each in found_in(error, place)]
        return known

    def _give(self, path: Path, table: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
        """Put a value in its table, unless another file has done so."""
        place = ".".join(keys)
        if keys[-1] in table:
            reason = f"given in {self.file_of(place)} already"
            self.mistakes.append(Mistake(self._name(path), place, reason))
            return
        table[keys[-1]] = value
        self._file_of[keys] = self._name(path)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _read(self, path: Path) -> dict[Any, Any]:
        """The table in a file; empty, with a mistake noted, when there is none."""
        name = self._name(path)
        loader = _Loader(path.read_text(encoding="utf-8"))
        try:
            values = loader.get_single_data()
        except yaml.MarkedYAMLError as error:
            line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
            self.mistakes.append(Mistake(name, line, str(error.problem)))
            return {}
        finally:
            self.mistakes += [Mistake(name, *repeated) for repeated in loader.repeated]
            loader.dispose()
        if not isinstance(values, dict):
            self.mistakes.append(Mistake(name, "", "must be a table of keys and values"))
            return {}
        return values


def _keys(place: str) -> list[str]:
    return re.findall(r"[^.\[\]]+", place)


def _place(keys: list[str]) -> str:
    """`sops.standard.transitions[3].to`, from its keys."""
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", ".".join(keys))


class _Loader(yaml.CSafeLoader):
    """Safe YAML that reports repeated keys, and in which `on` and `no` are words, not booleans."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        self.flatten_mapping(node)
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                line = f"line {key_node.start_mark.line + 1}"
                self.repeated.append((line, f"the key {str(key)!r} is given twice"))
            seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if first in "tTfF" or not tag.endswith(":bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
