"""Reading a policy's YAML files into one table of values, remembering which file said what."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from policies.mistakes import Mistake


class PolicyFiles:
    """The values of all YAML files of a folder, by top-level key, and the mistakes met on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values: dict[str, Any] = {}
        self.mistakes: list[Mistake] = []
        self._file_of: dict[str, str] = {}
        paths = sorted(folder.glob("*.yaml"))
        if not paths:
            self.mistakes.append(Mistake(str(folder), "", "no *.yaml files here"))
        for path in paths:
            self._read(path)

    def file_of(self, key: object) -> str:
        """The file that gave a top-level key; the folder's name for one that no file gave."""
        return self._file_of.get(str(key), self.folder.name)

    def _read(self, path: Path) -> None:
        loader = _Loader(path.read_text(encoding="utf-8"))
        try:
            values = loader.get_single_data()
        except yaml.MarkedYAMLError as error:
            line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
            self.mistakes.append(Mistake(path.name, line, str(error.problem)))
            return
        finally:
            self.mistakes += [Mistake(path.name, *repeated) for repeated in loader.repeated]
            loader.dispose()
        if not isinstance(values, dict):
            self.mistakes.append(Mistake(path.name, "", "must be a table of keys and values"))
            return
        for key, value in values.items():
            if key in self.values:
                reason = f"given in {self._file_of[key]} already"
                self.mistakes.append(Mistake(path.name, str(key), reason))
                continue
            self.values[str(key)] = value
            self._file_of[str(key)] = path.name


class _Loader(yaml.SafeLoader):
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
