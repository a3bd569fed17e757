"""Templates that supervisors edit can do little, and nothing for long."""

import time

import pytest

from messages.templates import LONGEST, Template, TemplateError

VARIABLES = frozenset({"title", "customer_name"})


def rendered(source: str, **values: str) -> str:
    return Template("en/progress.care", source, VARIABLES).render(**values)


def refusal(source: str) -> str:
    with pytest.raises(TemplateError) as caught:
        Template("en/progress.care", source, VARIABLES)
    return str(caught.value)


def test_variables_are_filled() -> None:
    assert rendered("About “{{ title }}”.", title="noise") == "About “noise”."


def test_a_variable_without_a_value_is_empty_and_false() -> None:
    source = "{% if customer_name %}Hello {{ customer_name }}{% else %}Hello{% endif %}{{ title }}"
    assert rendered(source) == "Hello"
    assert rendered(source, customer_name="") == "Hello"
    assert rendered(source, customer_name="Ms Wang") == "Hello Ms Wang"


def test_a_few_filters_are_allowed() -> None:
    assert rendered("{{ title | strip | upcase | default: 'x' }}", title=" a ") == "A"


def test_values_are_never_read_as_templates() -> None:
    assert rendered("{{ title }}", title="{{ customer_name }}") == "{{ customer_name }}"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Dear\n {{ name }}", "line 2, column 5: unknown variable 'name'; known: customer_name"),
        ("{{ title.size }}", "unknown variable 'title.size'"),
        ("{{ title['x'] }}", "unknown variable 'title.x'"),
        ("{{ title | base64_encode }}", "line 1, column 12: unknown filter 'base64_encode'"),
        ("{{ (1..999999999) }}", "ranges are not allowed"),
        ("{% if (1..9999999999) contains 3 %}{% endif %}", "ranges are not allowed"),
        ("{% unless title == (1..9999999999) %}{% endunless %}", "ranges are not allowed"),
        ("{{ title | truncate: (1..9999999999) }}", "ranges are not allowed"),
        ("{% for i in title %}{% endfor %}", "unexpected tag 'for'"),
        ("{% assign a = 1 %}", "unexpected tag 'assign'"),
        ("{% capture a %}{% endcapture %}", "unexpected tag 'capture'"),
        ("{% include 'secrets' %}", "unexpected tag 'include'"),
        ("{% liquid echo 1 %}", "unexpected tag 'liquid'"),
        ("{% if title %}", "expected tag endif"),
        ("{{ title", "line 1, column 1"),
        ("{% if title %}{% elsif x %}{% endif %}", "unknown variable 'x'"),
        ("{% if title %}{% else %}{{ x }}{% endif %}", "unknown variable 'x'"),
        ("x" * (LONGEST + 1), "4001 characters; at most 4000 are allowed"),
        ("{% if title %}" * 120 + "{% endif %}" * 120, "nesting limit"),
    ],
)
def test_what_is_not_allowed_is_refused_with_template_and_place(source: str, reason: str) -> None:
    message = refusal(source)
    assert message.startswith("template 'en/progress.care'")
    assert reason in message


def test_nothing_can_stall() -> None:
    started = time.perf_counter()
    refusal("{{ (1..999999999) | join: ',' | size }}")
    assert time.perf_counter() - started < 1


def test_a_result_that_grows_too_long_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"en/progress\.care.*limit"):
        rendered("{{ title }}" * 300, title="x" * 100)
