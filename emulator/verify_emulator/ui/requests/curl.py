"""A request as a curl command that can be pasted into a shell."""

from shlex import quote
from urllib.parse import urlencode

from verify_emulator.ui.requests.repeatable import Repeatable, Value


def as_curl(again: Repeatable) -> str:
    query = f"?{urlencode(again.query)}" if again.query else ""
    words = [" ".join(["curl", *_options(again), quote(again.url + query)])]
    words.append(f"-u {_joined(again.account, ':', again.token)}")
    for name, value in again.form:
        words.append(f"--data-urlencode {_joined(Value(name), '=', value)}")
    if again.document:
        words.append("-H 'Content-Type: application/json'")
        words.append(f"--data-raw {quote(again.document)}")
    return "\n".join([*(f"# {remark}" for remark in again.remarks), " \\\n  ".join(words)]) + "\n"


def _options(again: Repeatable) -> list[str]:
    """Only what this request needs: curl would take braces for a pattern, and dots for folders."""
    options = (
        [] if again.method == "GET" else ["-I"] if again.method == "HEAD" else ["-X", quote(again.method)]
    )
    if set("[]{}") & set(again.url):
        options.append("-g")
    if "/." in again.path:
        options.append("--path-as-is")
    return options


def _joined(left: Value, between: str, right: Value) -> str:
    """Two values as one word. A name ends at the sign that curl splits at, so such a name is written in percent."""
    if not (left.variable or right.variable):
        return quote(left.text + between + right.text)
    return "".join((_word(left), between, _word(right)))


def _word(value: Value) -> str:
    return f'"${value.variable}"' if value.variable else quote(value.text)
