"""The one error readlist raises for people to read."""


class ReadlistError(Exception):
    """One sentence a person can act on, and the exit code of the command that fails with it.

    ``code`` is 1 when something failed and 2 when a command was called wrongly.
    """

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code
