"""THE COMMAND LINE: parses, calls a room, prints. Imports wait until a command needs them.

    main         all commands together, and the end of the process
    running      up, demo, worker, api
    operating    migrate, prepare, reindex, reconcile, replay, keys
    playing      play
    assisting    mcp
    policy       policy check, policy draw
    people       person …, key …
    shared       settings, an open database, errors in plain words

Belongs here: options, their help, what is printed. Doesn't belong here: anything that another caller
could want; that is in a room. May import: everything but chaos, benchmarks, rig and pictures.
Tests: tests/test_cli.py, tests/processes.
"""
