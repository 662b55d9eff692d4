"""What a person looks at: the inbox at `/`, rendered here and kept up to date by small scripts of our own."""

import re

_PAGES = re.compile(r"/|/(?:phones|verifications|requests|webhooks|settings)(?:/.*)?|/ui/.*|/favicon\.ico")


def is_page(method: str, path: str) -> bool:
    """Whether that is asked of the inbox. Everything else without a side of its own is Twilio's, and its 404s are, too.

    None of Twilio's paths begins like that: all of them have a version first, such as /v2 or /2010-04-01.
    """
    return method in ("GET", "HEAD") and _PAGES.fullmatch(path) is not None
