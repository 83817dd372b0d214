"""From facts to words: pure functions that know neither a terminal nor a page."""
