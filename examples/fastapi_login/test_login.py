"""People log in, mistype the code, come too late, or try somebody else's number."""

import httpx2
import pytest
from conftest import Site

PHONE, ANOTHER = "+15017122661", "+15017122662"


def send(site: Site, phone: str = PHONE) -> httpx2.Response:
    return site.browser.post("/login", json={"phone": phone})


def check(site: Site, code: str, phone: str = PHONE) -> int:
    return site.browser.post("/login/check", json={"phone": phone, "code": code}).status_code


def is_logged_in(site: Site) -> bool:
    return site.browser.get("/me").status_code == 200


def other_than(code: str) -> str:
    """A code that is certainly wrong."""
    return "111111" if code == "000000" else "000000"


def test_the_code_that_was_sent_logs_in(site: Site) -> None:
    assert send(site).status_code == 202
    assert check(site, site.phones.read_code(PHONE)) == 200
    assert site.browser.get("/me").json() == {"phone": PHONE}


def test_a_stranger_is_not_logged_in(site: Site) -> None:
    assert site.browser.get("/me").status_code == 401


def test_nor_is_who_makes_up_a_cookie(site: Site) -> None:
    send(site)
    check(site, site.phones.read_code(PHONE))
    cookie = site.browser.cookies["session"]
    site.browser.cookies.clear()
    site.browser.cookies["session"] = cookie.swapcase()
    assert not is_logged_in(site)


def test_logging_out_ends_it(site: Site) -> None:
    send(site)
    check(site, site.phones.read_code(PHONE))
    assert is_logged_in(site)
    assert site.browser.post("/logout").status_code == 204
    assert not is_logged_in(site)


def test_a_wrong_code_may_be_corrected(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    assert check(site, other_than(code)) == 401
    assert not is_logged_in(site)
    assert check(site, code) == 200
    assert is_logged_in(site)


def test_after_five_wrong_codes_even_the_right_one_is_refused(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    assert [check(site, other_than(code)) for _ in range(5)] == [401] * 5
    assert check(site, code) == 429
    assert not is_logged_in(site)
    assert send(site).status_code == 429


@pytest.mark.parametrize(("minutes", "status"), [(9.5, 200), (10, 401)])
def test_a_code_holds_for_ten_minutes(site: Site, minutes: float, status: int) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    site.phones.let_pass(minutes=minutes)
    assert check(site, code) == status
    assert is_logged_in(site) == (status == 200)


def test_a_code_works_once(site: Site) -> None:
    send(site)
    code = site.phones.read_code(PHONE)
    assert check(site, code) == 200
    site.browser.post("/logout")
    assert check(site, code) == 401
    assert not is_logged_in(site)


def test_a_code_is_of_no_use_for_another_number(site: Site) -> None:
    send(site, ANOTHER)
    send(site)
    codes = site.phones.read_code(ANOTHER), site.phones.read_code(PHONE)
    assert codes[0] == codes[1] or check(site, codes[1], ANOTHER) == 401
    assert not is_logged_in(site)


def test_a_number_gets_five_codes_in_ten_minutes(site: Site) -> None:
    assert [send(site).status_code for _ in range(6)] == [202] * 5 + [429]
    site.phones.let_pass(minutes=10)
    assert send(site).status_code == 202


@pytest.mark.parametrize(("phone", "status"), [("15017122661", 422), ("+1000000000", 400)])
def test_what_is_no_phone_number_is_told(site: Site, phone: str, status: int) -> None:
    assert send(site, phone).status_code == status
