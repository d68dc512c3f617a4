"""What is said of a file that cannot be read."""


class UnreadableList(Exception):
    """A file that is no list; the sentence says what to do, `line` where it breaks (None: nowhere in particular)."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {sentence}" if line else sentence)
        self.sentence = sentence
        self.line = line
