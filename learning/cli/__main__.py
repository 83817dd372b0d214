"""`python -m learning.cli`: the command line where the command itself is not on the path."""

from learning.cli import main

main(prog_name="learning")
