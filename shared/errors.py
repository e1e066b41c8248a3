"""Refusals: what a person asked for and can't have, said so that they know what to do."""


class Refusal(Exception):
    """Something asked for can't be done. The sentence is for the person, in their language.

    ``code`` is a stable word for programs; ``field`` names the input that is wrong, if one is; ``status`` is the
    HTTP status that fits.
    """

    status = 422

    def __init__(self, code: str, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field


class NotThere(Refusal):
    """There is no such thing, or nothing the asker may know of."""

    status = 404


class NotAllowed(Refusal):
    """The asker's role doesn't reach this."""

    status = 403


class Conflict(Refusal):
    """The thing has changed meanwhile, or its state doesn't allow this."""

    status = 409


class TooMany(Refusal):
    """Asked too often; worth trying again after ``retry_after`` seconds."""

    status = 429

    def __init__(self, code: str, sentence: str, retry_after: int) -> None:
        super().__init__(code, sentence)
        self.retry_after = retry_after


class Unreachable(Refusal):
    """Another service that is needed for this doesn't answer now."""

    status = 503
