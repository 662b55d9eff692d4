"""What other sites, thieves and nonsense get: nothing."""

from collections.abc import Callable

import pytest
from browser import Person

MakePerson = Callable[[], Person]

PASSKEYS = [f"/passkeys/{what}/{step}" for what in ("log-in", "make") for step in ("start", "finish")]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:9", "null"])
def test_another_site_cannot_send_anything(person: Person, origin: str) -> None:
    person.sign_up("Ada")
    for path in ("/log-out", "/log-in", "/phone-app/begin", "/passkeys/make/start"):
        assert person.page.request.post(path, data="{}", headers={"origin": origin}).status == 403
    person.page.reload()
    person.expect_page("Hello, Ada")


def test_another_site_cannot_show_the_shop_in_a_frame(person: Person) -> None:
    for path in ("/", "/sign-up"):
        headers = person.page.request.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_what_one_browser_was_asked_another_cannot_answer(arrive: MakePerson) -> None:
    owner, thief = arrive(), arrive()
    owner.sign_up("Ada")
    owner.add_passkey()
    owner.log_out()
    signed = owner.sign(owner.page.request.post("/passkeys/log-in/start", data={}).json())
    assert thief.page.request.post("/passkeys/log-in/start", data={}).ok
    stolen = thief.page.request.post("/passkeys/log-in/finish", data=signed)
    assert (stolen.status, stolen.json()) == (403, {"error": "This browser was not asked to sign that."})
    thief.expect_outside()


def test_without_a_passkey_one_is_told_so(person: Person) -> None:
    person.press("Log in with a passkey")
    person.expect_refused("That was canceled, or there is no passkey for it on this device.")
    person.expect_outside()


def test_nonsense_is_refused(person: Person) -> None:
    for path in PASSKEYS:
        for body in ("", "{", "[]", "null", '"Ada"'):
            assert person.page.request.post(path, data=body).status == 400
        assert person.page.request.post(path, form={"name": "Ada"}).status == 400
    for signed in ({}, {"response": "Ada"}, {"id": {}, "response": {"clientDataJSON": 7}}):
        assert person.page.request.post("/passkeys/log-in/finish", data=signed).status == 403
    assert (
        person.send("/sign-up", {"name": "n" * 41, "phone": person.phone}).headers["location"] == "/sign-up"
    )
    assert person.send("/log-in").headers["location"] == "/log-in"
