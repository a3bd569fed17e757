"""Templates that supervisors edit: Liquid, cut down to what a letter needs.

Allowed are a few named variables, `if` and `unless`, and a handful of text filters. There are no
loops, no ranges (`(1..999999999)` would hang the process), no assignments, no look into objects,
and both the source and the result have a longest length. Not for workflow code.
"""

from collections.abc import Iterator
from typing import Final

from liquid import Environment, RenderContext, StrictUndefined
from liquid.ast import Node
from liquid.builtin.expressions.path import Path
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import LiquidError
from liquid.expression import Expression
from liquid.token import Token

LONGEST: Final = 4_000
"""Characters of a template; a long letter has about 1,500."""
LONGEST_RESULT: Final = 16_000
"""Bytes of a rendered text; the longest template with its variables filled stays below."""

TAGS: Final = frozenset({"if", "unless"})
FILTERS: Final = frozenset({"capitalize", "default", "downcase", "strip", "truncate", "upcase"})
_PLAIN_NODES: Final = frozenset({"content", "output", "illegal"})  # text, {{ … }}, unknown tags


class TemplateError(ValueError):
    """A template that can't be used. The text names the template, the place and what is wrong."""

    def __init__(self, template: str, reason: object, line: int = 0, column: int = 0) -> None:
        place = f", line {line}, column {column}" if line else ""
        super().__init__(f"template {template!r}{place}: {reason}")
        self.template, self.line, self.column = template, line, column


class _Letters(Environment):
    """Liquid with nothing but what a letter needs."""

    output_stream_limit = LONGEST_RESULT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        kept = TAGS | _PLAIN_NODES
        self.tags = {name: tag for name, tag in self.tags.items() if name in kept}
        self.filters = {name: f for name, f in self.filters.items() if name in FILTERS}


class Template:
    """A checked template. Raises TemplateError when the source is not allowed."""

    def __init__(self, name: str, source: str, variables: frozenset[str]) -> None:
        self.name, self.variables, self._source = name, variables, source
        if len(source) > LONGEST:
            raise TemplateError(name, f"{len(source)} characters; at most {LONGEST} are allowed")
        try:
            self._parsed = _Letters(undefined=StrictUndefined).from_string(source)
            self._check_filters()
        except LiquidError as error:
            raise self._error(error.message, error.token) from error
        context = RenderContext(self._parsed)
        for node in self._parsed.nodes:
            self._check(node, context)

    def render(self, **values: str) -> str:
        """The text with its variables filled; one without a value is empty, and false in an `if`.

        Raises TemplateError when the result is too long.
        """
        known = {name: values.get(name) or None for name in self.variables}
        try:
            return self._parsed.render(known).strip()
        except LiquidError as error:
            raise self._error(error.message, error.token) from error

    def _check_filters(self) -> None:
        for name, spans in self._parsed.analyze().filters.items():
            if name not in FILTERS:
                reason = f"unknown filter {name!r}; known: {', '.join(sorted(FILTERS))}"
                raise TemplateError(self.name, reason, *_place(self._source, spans[0].index))

    def _check(self, node: Node, context: RenderContext) -> None:
        for expression in node.expressions():
            for part in _with_children(expression):
                self._check_expression(part)
        for child in node.children(context):
            self._check(child, context)

    def _check_expression(self, part: Expression) -> None:
        if isinstance(part, RangeLiteral):
            raise self._error("ranges are not allowed", part.token)
        if isinstance(part, Path) and str(part) not in self.variables:
            known = ", ".join(sorted(self.variables))
            raise self._error(f"unknown variable {str(part)!r}; known: {known}", part.token)

    def _error(self, reason: object, token: Token | None) -> TemplateError:
        known = token is not None and token.start_index >= 0
        place = _place(self._source, token.start_index) if token and known else (0, 0)
        return TemplateError(self.name, reason, *place)


def _with_children(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in expression.children():
        yield from _with_children(child)


def _place(source: str, index: int) -> tuple[int, int]:
    """Line and column, from one, of a character in the source."""
    before = source[:index]
    return before.count("\n") + 1, index - before.rfind("\n")
