"""MEASURING: what a case costs beside a raw Temporal workflow of the same shape, on the same servers.

    statistics  medians, percentiles, spreads, ratios; pure
    table       figures as Markdown; pure
    meters      CPU and memory of processes
    raw         the yardstick: the least a workflow of this shape can do
    raw_open    the same for cases that stay open and are woken; raw_planted plants and counts them
    ours        the same as a whole case over HTTP
    life        cases as they are lived, without a server: for the core's rate and for full databases
    fill        a database full of cases
    compare, flat, due, cold, core    what is measured
    docs        puts the table of a run into docs/performance.md

Figures of a busy machine mean little by themselves: what is compared takes turns in one run, and the
ratio counts. Belongs here: whatever measures. Doesn't belong here: limits that fail a build.
May import: everything; nothing imports it, and it is not shipped. `make bench` runs it.
Tests: tests/benchmarks.
"""
