"""How heavy a case weighs, and since when silence is too long."""

from builders import at
from domain.planning import calendar_for
from domain.policy.board import BoardPolicy
from policies.load import load

POLICY = load(today=at("Mon 09:00").date())
BUSINESS = calendar_for(
    POLICY.business, POLICY.calendars[POLICY.business], "en", at("Mon 09:00").date()
)


def test_urgent_and_furious_cases_weigh_more_and_closed_ones_nothing() -> None:
    weigh = POLICY.board.weight.of
    assert weigh("open", "P2", "calm") == 2
    assert weigh("resolved", "P2", "calm") == 1
    assert weigh("open", "P0", "furious") == 9
    assert weigh("closed", "P0", "furious") == 0


def test_silence_is_twice_the_rhythm_in_working_time_where_that_counts_so() -> None:
    now = at("Wed 10:00")
    silences = {
        (each.trait, each.value): each.since
        for each in POLICY.board.silences(POLICY.rhythm, BUSINESS, now)
    }
    assert silences["priority", "P0"] == at("Wed 02:00")
    assert silences["emotion", "furious"] == at("Mon 10:00")
    assert silences["complexity", "medium"] == at("Mon 10:00")


def test_the_strictest_comes_first_and_what_fits_any_case_last() -> None:
    silences = POLICY.board.silences(POLICY.rhythm, BUSINESS, at("Wed 10:00"))
    since = [each.since for each in silences]
    assert since == sorted(since, reverse=True)
    assert silences[-1].trait == "any"
    assert [each.trait for each in silences].count("any") == 1


def test_what_is_laxer_than_the_longest_never_counts() -> None:
    rhythm = POLICY.rhythm.model_copy(update={"longest": POLICY.rhythm.by_complexity["high"]})
    silences = BoardPolicy().silences(rhythm, BUSINESS, at("Wed 10:00"))
    assert ("complexity", "low") not in {(each.trait, each.value) for each in silences}
