"""What somebody sends who is up to no good does not get in."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import Person
from playwright.sync_api import expect

FACTOR_FAILED = 60311
ALREADY_ANSWERED = 60322
CHALLENGE_FAILED = 60324

MakePerson = Callable[[], Person]


def ask(person: Person, name: str | None = None) -> dict[str, Any]:
    status, options = person.post("/login/start", {"name": name})
    assert status == 200
    return options


def change(text: str) -> str:
    """The same base64url with another character in the middle."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def expect_failed(person: Person, credential: dict[str, Any], code: int = CHALLENGE_FAILED) -> None:
    status, answer = person.post("/login/finish", credential)
    assert (status, answer.get("code")) == (403, code)
    person.page.goto("/")
    expect(person.page).to_have_title("Sign in")


@pytest.mark.parametrize("spoilt", ["signature", "authenticatorData"])
def test_a_changed_answer_is_refused(person: Person, spoilt: str) -> None:
    credential = person.sign(ask(person))
    credential["response"][spoilt] = change(credential["response"][spoilt])
    expect_failed(person, credential)


def test_an_answer_that_was_right_is_right_once(person: Person, arrive: MakePerson) -> None:
    credential = person.sign(ask(person))
    assert person.post("/login/finish", credential)[0] == 200
    expect_failed(arrive(), credential, ALREADY_ANSWERED)


def test_an_answer_from_another_site_is_refused(person: Person) -> None:
    """A page that looks the same, on another port, gets an honest signature out of a person."""
    options = ask(person)
    person.page.route("http://localhost:9/**", lambda route: route.fulfill(body="<h1>Sign in</h1>"))
    site = person.page.url
    person.page.goto("http://localhost:9/")
    credential = person.sign(options)
    person.page.goto(site)
    expect_failed(person, credential)


def test_a_passkey_made_on_another_site_is_refused(arrive: MakePerson, name: str) -> None:
    somebody = arrive()
    somebody.page.route("http://localhost:9/**", lambda route: route.fulfill(body="<h1>Register</h1>"))
    status, options = somebody.post("/register/start", {"name": name})
    assert status == 200
    somebody.page.goto("http://localhost:9/")
    credential = somebody.make(options)
    status, answer = somebody.post("/register/finish", credential)
    assert (status, answer["code"]) == (403, FACTOR_FAILED)


def test_somebody_elses_passkey_is_refused(arrive: MakePerson, person: Person, name: str) -> None:
    thief = arrive()
    thief.register(f"Not {name}")
    thief.expect_signed_in(f"Not {name}")
    thief.log_out()
    options = ask(thief, name)
    expect_failed(thief, thief.sign({**options, "allowCredentials": []}))


def test_a_stolen_answer_is_of_no_use_in_another_browser(arrive: MakePerson, person: Person) -> None:
    credential = person.sign(ask(person))
    thief = arrive()
    ask(thief)
    status, answer = thief.post("/login/finish", credential)
    assert (status, answer) == (403, {"error": "This browser was not asked to sign that."})


START, FINISH = ("/register/start", "/login/start"), ("/register/finish", "/login/finish")
NONSENSE = [
    *((path, body) for path in (*START, *FINISH) for body in ("", "{", "[]", "null", '"Emma"')),
    *((path, '{"name": ["Emma"]}') for path in START),
    *((path, '{"response": "Emma"}') for path in FINISH),
    ("/register/start", '{"name": " "}'),
    ("/register/start", f'{{"name": "{"n" * 65}"}}'),
    ("/register/finish", '{"response": {}}'),
    ("/login/finish", '{"id": {}, "response": {"clientDataJSON": 7}}'),
]


def test_nonsense_is_refused(arrive: MakePerson) -> None:
    post = arrive().page.request.post
    for path, body in NONSENSE:
        answer = post(path, data=body, headers={"content-type": "application/json"})
        assert answer.status in (400, 403), (path, body)
        assert answer.json()["error"]
    assert {post(path, form={"name": "Emma"}).status for path in (*START, *FINISH)} == {400}
