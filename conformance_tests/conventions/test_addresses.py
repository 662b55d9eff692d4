"""The URLs in answers lead back to where the request came from."""

import pytest

from conformance_tests.targets.wire import Wire

SERVICES = "/v2/Services"


def urls_in(value: object) -> list[str]:
    """Every URL in a body, however deep; but for origins, which are the application's own."""
    if isinstance(value, dict):
        return [url for name, item in value.items() if name != "origins" for url in urls_in(item)]
    if isinstance(value, list):
        return [url for item in value for url in urls_in(item)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


@pytest.mark.parametrize("path", [SERVICES, f"{SERVICES}?PageSize=1", "{service}"])
def test_urls_are_absolute_and_start_with_scheme_and_host_of_the_request(
    http: Wire, service_sid: str, path: str
) -> None:
    """Source: twilio-python follows next_page_url as it is given (observed)."""
    found = urls_in(http.get(path.format(service=f"{SERVICES}/{service_sid}")).json())
    assert len(found) >= 4
    assert all(url.startswith(http.origin + SERVICES) for url in found)


@pytest.mark.needs("any_host")
def test_urls_carry_the_host_name_that_the_client_used(http: Wire, service_sid: str) -> None:
    """Source: clients behind a host alias or proxy keep Twilio's own host name (observed)."""
    answer = http.get(f"{SERVICES}/{service_sid}", headers={"Host": "verify.twilio.com:1234"})
    assert answer.json()["url"] == f"http://verify.twilio.com:1234{SERVICES}/{service_sid}"
