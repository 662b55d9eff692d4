"""Sources as links: what in a text is an address, of Twilio's documentation or of an issue."""

import re

_ADDRESS = re.compile(
    r"(?:https://)?(?:(?P<site>(?:www\.)?twilio\.com|github\.com)/|\b(?<!/)(?=docs/))(?P<path>[A-Za-z0-9_/.#-]*[A-Za-z0-9_/#-])"
)
SITES = {"github.com": "https://github.com/"}


def cited(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the address that it is; without one it is just text."""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        if found.start() > end:
            pieces.append((text[end : found.start()], ""))
        site = SITES.get(found["site"] or "", "https://www.twilio.com/")
        pieces.append((found[0], site + found["path"]))
        end = found.end()
    return [*pieces, (text[end:], "")] if end < len(text) else pieces
