"""What a request that leads nowhere is told. Source of all: our contract, an unexpected answer explains itself."""

import pytest
from harness.local import ACCOUNT, FORM, SERVICE, TO, TOKEN, Local, basic

from verify_emulator.http.near_misses import MOST_PARENTS

VA = "VA" + "1" * 32
VERIFICATIONS = f"/v2/Services/{SERVICE}/Verifications"
READY = f"{SERVICE} (Verify Emulator)"


def test_of_an_unknown_service_those_that_there_are_are_named(emulator: Local) -> None:
    lacks = f"Account {ACCOUNT} has no Service {VA}."
    assert emulator.get(f"/v2/Services/{VA}").hint == f"{lacks} There are: {READY}."
    made = [emulator.service({"FriendlyName": name}) for name in ("Shop", "x" * 30)]
    assert emulator.start(service=VA).hint == (
        f"{lacks} There are: {made[1]} ({'x' * 24}...), {made[0]} (Shop), {READY}."
    )
    newest = emulator.service()
    assert emulator.check("1234", service=VA).hint.endswith(
        f" There are: {newest} (Tests), {made[1]} ({'x' * 24}...), {READY}."
    )


def test_services_of_other_accounts_are_not_named(emulator: Local) -> None:
    sid = emulator.service()
    emulator.account = "AC" + "f" * 32
    hint = emulator.get(f"/v2/Services/{sid}").hint
    assert hint == f"Account {emulator.account} has no Service {sid}. There are: {READY}."


@pytest.mark.parametrize(
    ("prefix", "kind"), [("MG", "a Messaging Service"), ("AC", "an Account"), ("XX", "something else")]
)
def test_a_sid_of_another_kind_says_which(emulator: Local, prefix: str, kind: str) -> None:
    sid = prefix + "1" * 32
    answer = emulator.get(f"/v2/Services/{sid}")
    assert (answer.status, answer.hint) == (400, f"{sid} is the SID of {kind}, not of a Service (VA...).")


def test_of_what_has_a_name_in_its_address_the_sid_is_told_apart(emulator: Local) -> None:
    entities = f"/v2/Services/{SERVICE}/Entities"
    sid = emulator.post(entities, Identity="person-0001").json["sid"]
    assert emulator.get(f"{entities}/{sid}").hint == (
        f"Service {SERVICE} has no Entity {sid}. It is at {entities}/person-0001: the identity is its address."
    )


def test_rate_limits_are_told_by_their_unique_names(emulator: Local) -> None:
    limits = f"/v2/Services/{SERVICE}/RateLimits"
    sid = emulator.post(limits, UniqueName="end_user_ip").json["sid"]
    assert emulator.get(f"{limits}/END_USER_IP").hint.endswith(f" There are: {sid} (end_user_ip).")


@pytest.mark.parametrize(
    "key", ["", "undefined", "null", "None", "%7BServiceSid%7D", "$SERVICE", "[object%20Object]"]
)
def test_an_unset_variable_is_suspected(emulator: Local, key: str) -> None:
    hint = emulator.post(f"/v2/Services/{key}/Verifications", To=TO, Channel="sms").hint
    assert hint.endswith(". Is the variable set that this address was made from?")


def test_what_is_no_sid_is_said_to_be_none(emulator: Local) -> None:
    hint = emulator.get("/v2/Services/my-service").hint
    assert "has no Service my-service. A SID of one is VA and 32 hex digits. There are: " in hint


def test_a_record_below_another_parent_is_told(emulator: Local) -> None:
    service = emulator.service()
    limit = emulator.post(f"/v2/Services/{service}/RateLimits", UniqueName="ip").json
    bucket = emulator.post(
        f"/v2/Services/{service}/RateLimits/{limit['sid']}/Buckets", Max=1, Interval=1
    ).json
    other = emulator.post(f"/v2/Services/{SERVICE}/RateLimits", UniqueName="ip").json
    place = f"/v2/Services/{service}/RateLimits/{limit['sid']}"
    hint = emulator.get(f"/v2/Services/{SERVICE}/RateLimits/{limit['sid']}").hint
    assert hint == f"Service {SERVICE} has no RateLimit {limit['sid']}. It is at {place}."
    hint = emulator.get(f"/v2/Services/{SERVICE}/RateLimits/{other['sid']}/Buckets/{bucket['sid']}").hint
    assert hint.endswith(f" It is at {place}/Buckets/{bucket['sid']}.")


def test_the_search_for_a_record_is_bounded(emulator: Local) -> None:
    service = emulator.service()
    limit = emulator.post(f"/v2/Services/{service}/RateLimits", UniqueName="ip").json
    for _ in range(MOST_PARENTS):
        emulator.service()
    assert service not in emulator.get(f"/v2/Services/{SERVICE}/RateLimits/{limit['sid']}").hint


@pytest.mark.parametrize(
    ("path", "meant", "methods"),
    [
        (f"/v2/Services/{SERVICE}/Verification", "/v2/Services/{ServiceSid}/Verifications", "POST"),
        (f"/v2/Services/{SERVICE}/verifications", "/v2/Services/{ServiceSid}/Verifications", "POST"),
        (f"/v2/Services/{SERVICE}/VerificationChecks", "/v2/Services/{ServiceSid}/VerificationCheck", "POST"),
        (f"/Services/{SERVICE}/Verifications", "/v2/Services/{ServiceSid}/Verifications", "POST"),
        ("/v2/Service", "/v2/Services", "POST, GET"),
        (f"/v1/Services/{SERVICE}", "/v2/Services/{Sid}", "GET, POST, DELETE"),
        (
            f"/v2/Services/{SERVICE}/Entities/user-0001/Factor",
            "/v2/Services/{ServiceSid}/Entities/{Identity}/Factors",
            "POST, GET",
        ),
    ],
)
def test_of_an_unknown_path_the_nearest_is_named(
    emulator: Local, path: str, meant: str, methods: str
) -> None:
    answer = emulator.post(path)
    assert answer.status == 404
    assert answer.hint == f"No operation of Verify v2 has this path. Near it is {meant} ({methods})."


@pytest.mark.parametrize("path", ["/nothing", "/2010-04-02", "/v2/" + "x" * 5_000, "/%00"])
def test_of_a_path_that_is_like_none_the_list_is_told(emulator: Local, path: str) -> None:
    assert "GET /_emulator/operations lists" in emulator.get(path).hint


def test_a_path_of_programmable_messaging_says_what_there_is(emulator: Local) -> None:
    hint = emulator.post(f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json").hint
    assert hint == "Of Programmable Messaging only this account's Messages list exists."
    answer = emulator.post(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    assert (answer.status, answer.hint) == (405, "The list of messages can only be read (GET).")


def test_another_method_says_which_there_are(emulator: Local) -> None:
    assert emulator.get(VERIFICATIONS).hint == "GET is not for this path, which takes POST."
    answer = emulator.send("PUT", f"/v2/Services/{SERVICE}")
    assert answer.hint == "PUT is not for this path, which takes GET, POST, DELETE. Twilio updates with POST."


def test_a_parameter_that_is_nearly_the_missing_one_is_named(emulator: Local) -> None:
    assert emulator.post(VERIFICATIONS, to=TO, Channel="sms").hint == (
        "To is missing or empty. to was sent: names have their capitals."
    )
    assert emulator.post(VERIFICATIONS, To=TO, Chanel="sms").hint == (
        "Channel is missing or empty. Chanel was sent: names have their capitals."
    )
    assert emulator.post(VERIFICATIONS, To=TO, Other="1").hint == (
        "Channel is missing or empty. Sent was what this call does not know: Other."
    )
    assert emulator.post(VERIFICATIONS, To=TO, Locale="en").hint == "Channel is missing or empty."


def ask(emulator: Local, target: str, body: bytes, kind: bytes | None) -> str:
    headers = [basic(ACCOUNT, TOKEN), *([] if kind is None else [(b"content-type", kind)])]
    answer = emulator.send("POST", target, body, headers)
    assert answer.status == 400
    return answer.hint


def test_a_json_body_where_a_form_belongs_is_told(emulator: Local) -> None:
    assert ask(emulator, VERIFICATIONS, b'{"To": "+15017122661"}', b"application/json") == (
        "The body came as application/json, and this call takes parameters as a form "
        "(application/x-www-form-urlencoded). To is missing or empty."
    )
    assert ask(emulator, VERIFICATIONS, b"To=1", None).startswith(
        "The body came without a Content-Type, and "
    )


def test_a_form_where_json_belongs_is_told(emulator: Local) -> None:
    hint = ask(emulator, f"/v2/Services/{SERVICE}/Passkeys/Factors", b"identity=user-0001", FORM[1])
    assert hint.startswith(
        "The body came as application/x-www-form-urlencoded, and this call takes a JSON body "
    )


def test_parameters_in_the_query_are_told(emulator: Local) -> None:
    hint = ask(emulator, VERIFICATIONS + "?To=1&Channel=sms", b"", FORM[1])
    assert hint.startswith("The parameters are in the query; this call takes them in its body. ")


def test_a_form_as_it_should_be_is_not_blamed(emulator: Local) -> None:
    assert ask(emulator, VERIFICATIONS + "?x=1", b"To=1", FORM[1]) == "Channel is missing or empty."


def test_a_hint_is_bounded_and_the_address_stays(emulator: Local) -> None:
    answer = emulator.post(VERIFICATIONS, {"x" * 40 + str(number): "1" for number in range(200)})
    shown = answer.headers["x-emulator-hint"]
    assert len(shown) <= 400
    assert shown.endswith(" See https://www.twilio.com/docs/api/errors/20001")
