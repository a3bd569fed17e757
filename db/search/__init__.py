"""Finding cases and customers by what is written of them, none of which is kept in clear (docs/decisions/0035).

    words      what of a text it can be found by
    rows       the index: one row for each piece, blinded, written with the record
    sought     what a query looks for
    finding    the search
    again      the index made anew

Tests: tests/db/test_search*.py.
"""
