"""`python -m aman` is the `aman` command."""

from aman.cli import main

main()
