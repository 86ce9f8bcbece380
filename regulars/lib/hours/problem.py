class HoursProblem(ValueError):
    """What was given cannot be used: `field` names it, `message` says what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class NeverOpen(HoursProblem):
    """There is not enough open time to answer, however long one waits."""
