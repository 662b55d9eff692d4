"""The two pages as HTML. Whatever people have typed goes through `escape` before it gets into one."""

from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from twilio.rest.verify.v2.service.entity.factor import FactorInstance

HERE = Path(__file__).parent / "pages"


def welcome() -> str:
    return _page("Sign in", "welcome.html")


def account(name: str, passkeys: list[FactorInstance]) -> str:
    rows = "".join(_row(number, passkey) for number, passkey in enumerate(passkeys, 1))
    return _page(f"Hello, {name}", "account.html", rows=rows)


def _row(number: int, passkey: FactorInstance) -> str:
    used = (passkey.metadata or {}).get("date_last_approved")
    last = _moment(datetime.fromisoformat(used)) if used else "not yet"
    cells = (str(number), _moment(passkey.date_created), last)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _moment(moment: datetime) -> str:
    return f"{moment:%d %b %Y, %H:%M}"


def _page(title: str, file: str, **parts: str) -> str:
    """`parts` are HTML, the title is text."""
    body = Template(_read(file)).substitute(parts)
    return Template(_read("frame.html")).substitute(title=escape(title), body=body)


def _read(file: str) -> str:
    return (HERE / file).read_text("utf-8")
