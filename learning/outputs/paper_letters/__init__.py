"""Letters on paper for people whom mail does not reach."""

from learning.outputs.paper_letters.page import PaperLetter, letters_html

__all__ = ["PaperLetter", "letters_html"]
