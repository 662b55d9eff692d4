"""The signature of a delivery explained: what exactly is signed, and whether doing it again gives the same."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from verify_emulator.outbox.posts import Letter
from verify_emulator.outbox.signature import BODY_HASH, in_order, sign, visible

HEADER = "X-Twilio-Signature"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text that is signed is the URL and, for a form, each field behind it. A JSON body is there by its hash.

    `header` is empty if the delivery was not signed. `computed` is what the account's token gives now.
    """

    url: str
    fields: list[tuple[str, str]]
    body_hash: str
    header: str
    computed: str

    @property
    def text(self) -> str:
        return self.url + "".join(name + value for name, value in self.fields)

    @property
    def is_right(self) -> bool:
        return bool(self.header) and self.computed == self.header


def explain(letter: Letter, token: str | None) -> Explanation:
    """From what went over the wire, as a receiver would do it."""
    headers = dict(letter.headers)
    url = visible(letter.url)
    is_form = headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    fields = in_order(parse_qsl(letter.body.decode(), keep_blank_values=True)) if is_form else []
    text = url + "".join(name + value for name, value in fields)
    return Explanation(
        url=url,
        fields=fields,
        body_hash="" if is_form else url.rpartition(f"{BODY_HASH}=")[2],
        header=headers.get(HEADER, ""),
        computed="" if token is None else sign(token, text),
    )
