"""People log in, mistype the code, come too late, or try somebody else's number."""

import pytest
from browsers import Page
from conftest import Site

PHONE, ANOTHER = "+15017122661", "+15017122662"


def send(site: Site, phone: str = PHONE) -> Page:
    return site.browser.post("/login", phone=phone)


def check(site: Site, code: str) -> Page:
    return site.browser.post("/login/check", code=code)


def is_logged_in(site: Site) -> bool:
    return "You are logged in" in site.browser.get("/me").text


def other_than(code: str) -> str:
    """A code that is certainly wrong."""
    return "111111" if code == "000000" else "000000"


def test_the_code_that_was_sent_logs_in(site: Site) -> None:
    assert f"We have sent a code to {PHONE}" in send(site).text
    page = check(site, f" {site.phones.read_code(PHONE)} ")
    assert f"You are logged in as <strong>{PHONE}</strong>" in page.text
    assert is_logged_in(site)


@pytest.mark.parametrize("path", ["/", "/me", "/login/check"])
def test_a_stranger_is_asked_to_log_in(site: Site, path: str) -> None:
    assert "<h1>Log in</h1>" in site.browser.get(path).text


def test_a_code_that_nobody_asked_for_is_not_taken(site: Site) -> None:
    assert "<h1>Log in</h1>" in check(site, "123456").text


def test_logging_out_ends_it(site: Site) -> None:
    send(site)
    check(site, site.phones.read_code(PHONE))
    assert is_logged_in(site)
    assert "<h1>Log in</h1>" in site.browser.post("/logout").text
    assert not is_logged_in(site)


def test_a_wrong_code_may_be_corrected(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    refused = check(site, other_than(code))
    assert refused.status_code == 401
    assert "That code is wrong." in refused.text
    assert not is_logged_in(site)
    check(site, code)
    assert is_logged_in(site)


def test_after_five_wrong_codes_even_the_right_one_is_refused(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    assert [check(site, other_than(code)).status_code for _ in range(5)] == [401] * 5
    assert "Too many wrong codes" in check(site, code).text
    assert not is_logged_in(site)
    assert send(site).status_code == 429


@pytest.mark.parametrize(("minutes", "status"), [(9.5, 200), (10, 401)])
def test_a_code_holds_for_ten_minutes(site: Site, minutes: float, status: int) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    site.phones.let_pass(minutes=minutes)
    assert check(site, code).status_code == status
    assert is_logged_in(site) == (status == 200)


def test_a_code_works_once(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    check(site, code)
    site.browser.post("/logout")
    send(site)
    fresh = site.phones.read_code(PHONE)
    assert code == fresh or check(site, code).status_code == 401
    assert not is_logged_in(site)


def test_a_code_is_of_no_use_for_another_number(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    send(site, ANOTHER)
    assert code == site.phones.read_code(ANOTHER) or check(site, code).status_code == 401
    assert not is_logged_in(site)


def test_a_number_gets_five_codes_in_ten_minutes(site: Site) -> None:
    assert [send(site).status_code for _ in range(6)] == [200] * 5 + [429]
    site.phones.let_pass(minutes=10)
    assert send(site).status_code == 200


def test_a_number_may_be_written_with_spaces(site: Site) -> None:
    assert f"We have sent a code to {PHONE}" in send(site, "+1 (501) 712-2661").text


def test_what_is_no_phone_number_is_told(site: Site) -> None:
    refused = send(site, "Emma")
    assert refused.status_code == 400
    assert "That is not a phone number." in refused.text
