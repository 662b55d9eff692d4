"""What is a secret among the things that are sent, and is not repeated anywhere."""

import re

MASKED = frozenset({"Binding.Secret", "AuthPayload"})
"""Parameters whose values are secrets of the account holder's, and not codes made here."""
MASKED_MEMBERS = frozenset({"secret", "token"})
"""Members of answers that are secrets, too."""
MASK = "…"


def without_password(text: str) -> str:
    """A webhook's URL may carry what its receiver lets one in by."""
    return re.sub(r"(?<=://)[^/@\s]+@", MASK + "@", text) if "://" in text else text
