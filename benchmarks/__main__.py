"""`make bench`: measure, and write the table."""

import typer

from benchmarks.run import main

if __name__ == "__main__":
    typer.run(main)
