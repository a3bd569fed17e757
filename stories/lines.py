"""A YAML file as plain values, and the line on which each of them stands."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

Place = tuple[str | int, ...]
"""The way to a value: keys of tables, positions in lists."""


class Lines:
    """Which line a value stands on; a place that isn't there has the line of the nearest around it."""

    def __init__(self) -> None:
        self._of: dict[Place, int] = {(): 1}
        self.language: str = ""
        """Of a text that is told in several languages, the line of this one."""

    def note(self, place: Place, line: int) -> None:
        """Remember where a key or an item begins."""
        self._of[place] = line

    def of(self, place: Place) -> int:
        """The line of a place, counted from 1."""
        while place not in self._of:
            place = place[:-1]
        return self._of.get((*place, self.language), self._of[place])


class Unreadable(Exception):
    """The file is no YAML, or says something twice."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_yaml(text: str) -> tuple[Any, Lines]:
    """The values of a YAML document and their lines. Raises Unreadable."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = Lines()
        if node is None:
            return None, lines
        _note(node, (), lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Unreadable(mark.line + 1 if mark else 1, str(error.problem)) from error
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """Safe YAML in which `on` and `no` are words, and `14:00` and `2026-03-02` texts."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen and key_node.tag != "tag:yaml.org,2002:merge":
                raise Unreadable(key_node.start_mark.line + 1, f"{str(key)!r} is given twice")
            seen.add(key)
        self.flatten_mapping(node)
        return super().construct_mapping(node, deep)


_TAG = "tag:yaml.org,2002:"
_REPLACED = (f"{_TAG}bool", f"{_TAG}int", f"{_TAG}timestamp")  # 14:00 would be a number of seconds
_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag not in _REPLACED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"true|false"), ["t", "f"])
_Loader.add_implicit_resolver(f"{_TAG}int", re.compile(r"-?\d+$"), list("-0123456789"))


def _note(node: yaml.Node, place: Place, lines: Lines) -> None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            inner = (*place, str(key_node.value))
            lines.note(inner, key_node.start_mark.line + 1)
            _note(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            inner = (*place, position)
            lines.note(inner, item.start_mark.line + 1)
            _note(item, inner, lines)
