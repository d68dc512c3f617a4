"""Workers are killed and frozen while they deliver, and the mail server's own log says what became of each letter.

See docs/torture.md.
"""
