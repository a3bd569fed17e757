"""`python -m cli` is `followthrough`."""

from cli.main import main

main()
