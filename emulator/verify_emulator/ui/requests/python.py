"""A request as a Python program with Twilio's SDK: the call that it came from, or else the bare request."""

import json

from verify_emulator.ui.requests.repeatable import Repeatable, Value
from verify_emulator.ui.requests.sdk_calls import Call, Number, call_for

LONGEST_LINE = 100


def as_python(again: Repeatable) -> str:
    """It prints what it gets; what is refused is an exception, as always with the SDK."""
    call = call_for(again)
    lines = ["import os", ""] if _needs_environment(again) else []
    lines += ["from twilio.rest import Client", ""]
    lines += [f"# {remark}" for remark in again.remarks]
    lines.append(f"client = Client({_literal(again.account)}, {_literal(again.token)})")
    if call is None:
        lines += ["", *_bare(again)]
    else:
        lines += [f"client.verify.base_url = {_text(again.base)}", "", *_called(call)]
    return "\n".join(lines) + "\n"


def _needs_environment(again: Repeatable) -> bool:
    return any(value.variable for value in (again.account, again.token, *(value for _, value in again.form)))


def _called(call: Call) -> list[str]:
    given = [f"{name}={_argument(value)}" for name, value in call.arguments.items()]
    result = "" if call.method == "delete" else "found = " if call.method == "page" else "it = "
    lines = _wrapped(f"{result}client.verify.v2.{call.target}.{call.method}", given)
    if call.method == "page":
        return [*lines, "for each in found:", "    print(each)"]
    return [*lines, "print(it)"] if result else lines


def _wrapped(called: str, given: list[str]) -> list[str]:
    line = f"{called}({', '.join(given)})"
    if len(line) <= LONGEST_LINE:
        return [line]
    return [f"{called}(", *(f"    {each}," for each in given), ")"]


def _bare(again: Repeatable) -> list[str]:
    given = [_text(again.method), _text(again.url)]
    if again.query:
        given.append(f"params={_mapping([(name, Value(text)) for name, text in again.query])}")
    if again.form:
        given.append(f"data={_mapping(again.form)}")
    if again.document:
        document = _document(again.document)
        headers = '{"Content-Type": "application/json"}'
        given += [f"data={document}", f"headers={headers}"]
    return [*_wrapped("answer = client.request", given), "print(answer.status_code, answer.text)"]


def _document(text: str) -> str:
    """The SDK makes JSON of it; what is none goes as it is."""
    try:
        return repr(json.loads(text))
    except ValueError:
        return _text(text)


def _mapping(pairs: list[tuple[str, Value]]) -> str:
    values: dict[str, list[Value]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    written = (
        f"{_text(name)}: {_several(all) if all[1:] else _literal(all[0])}" for name, all in values.items()
    )
    return "{" + ", ".join(written) + "}"


def _argument(value: Value | Number | list[Value]) -> str:
    if isinstance(value, list):
        return _several(value)
    return value.text if isinstance(value, Number) else _literal(value)


def _several(values: list[Value]) -> str:
    return f"[{', '.join(map(_literal, values))}]"


def _literal(value: Value) -> str:
    return f'os.environ["{value.variable}"]' if value.variable else _text(value.text)


def _text(text: str) -> str:
    """With double quotes, as everybody writes them. Escapes are Python's: JSON writes some characters as two."""
    written = json.dumps(text, ensure_ascii=False)
    return written if written.isprintable() else ascii(text)
