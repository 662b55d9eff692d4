"""What people are told when Twilio Verify says no, in plain words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException

# Twilio's errors are on twilio.com/docs/api/errors.
TOO_MANY = "That was too often. Wait a few minutes, then try again."
OUT_OF_ORDER = "We cannot send or check anything at the moment. Try again in a minute."


class Refused(Exception):
    """Somebody is told why something did not work, on the page that they came from or `at` another one."""

    def __init__(self, reason: str, at: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


@contextmanager
def explained(reasons: Mapping[int, str]) -> Iterator[None]:
    """Raise Refused for every error of Twilio; `reasons` has the words for those that are to be expected."""
    try:
        yield
    except TwilioRestException as error:
        raise Refused(reasons.get(error.code) or _reason(error)) from error
    except (TwilioException, RequestException) as error:  # the first also where a list is refused
        raise Refused(OUT_OF_ORDER) from error


def _reason(error: TwilioRestException) -> str:
    if error.status == 429:
        return TOO_MANY
    if error.status >= 500:
        return OUT_OF_ORDER
    return f"That did not work (error {error.code} of Twilio Verify)."
