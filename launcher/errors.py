"""What can go wrong in a way that the person at the keyboard can mend."""


class LauncherError(Exception):
    """Something is missing or does not start.

    Parameters
    ----------
    message:
        What is wrong, with the thing and the value named.
    mend:
        The line to run or the thing to do, shown beneath the message.
    """

    def __init__(self, message: str, mend: str | None = None) -> None:
        super().__init__(message)
        self.mend = mend


class Stopped(Exception):
    """A signal asked the supervisor to stop; not an error."""
