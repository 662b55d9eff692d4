"""Passkeys as factors: asked for, made by a browser, verified."""

import json
import re

import pytest

from conformance_tests.passkeys.application import CONFIG, PARTY, Application, options_of
from conformance_tests.passkeys.browser import AAGUID, unpack
from conformance_tests.passkeys.refusals import FACTOR_STATUS, NO_FACTOR
from conformance_tests.refusals import FACTOR_EXISTS, refused
from conformance_tests.targets.target import Target

MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "binding",
    "date_created",
    "date_updated",
    "friendly_name",
    "status",
    "factor_type",
    "config",
    "options",
    "metadata",
    "url",
]


def test_a_new_passkey_is_answered_with_options_and_without_a_binding(application: Application) -> None:
    """Source: the OpenAPI file of Verify, example of CreateNewPasskeysFactor; twilio.com/docs/verify/api/
    passkeys-factor: the entity is made (documented).
    """
    body = {"friendly_name": "Laptop", "identity": application.identity}
    answer = application.http.post(f"{application.path}/Factors", json=body)
    assert answer.status_code == 201
    factor = json.loads(answer.text)
    assert sorted(factor) == sorted(MEMBERS)
    assert re.fullmatch(r"YF[0-9a-f]{32}", factor["sid"])
    assert (factor["status"], factor["factor_type"]) == ("unverified", "passkeys")
    assert (factor["identity"], factor["friendly_name"]) == (application.identity, "Laptop")
    assert factor["binding"] is None
    entity = application.service.entities(application.identity).fetch()
    assert factor["entity_sid"] == entity.sid


def test_a_browser_finds_all_it_needs_in_the_options(application: Application) -> None:
    """Source: the source of twilio-verify-passkeys-web; the published example, decoded: the challenge is the factor's
    SID and the user's handle the entity's (observed).
    """
    factor = application.ask()
    options = options_of(factor)
    assert options["rp"] == {"id": PARTY["id"], "name": PARTY["name"]}
    assert unpack(options["challenge"]).decode() == factor.sid
    assert unpack(options["user"]["id"]).decode() == factor.entity_sid
    assert options["user"]["name"] == options["user"]["displayName"] == "Laptop"
    assert [(one["type"], one["alg"]) for one in options["pubKeyCredParams"]] == [("public-key", -7)]
    assert (options["timeout"], options["attestation"], options["excludeCredentials"]) == (
        600_000,
        "none",
        [],
    )


def test_what_a_browser_made_verifies_the_factor(application: Application) -> None:
    """Source: the OpenAPI file of Verify, example of UpdatePasskeysFactor; SDK 9.13.0 for aaguid (documented)."""
    asked = application.ask()
    verified = application.verify(application.browser.create(options_of(asked)))
    assert (verified.sid, verified.status) == (asked.sid, "verified")
    assert (verified.identity, verified.entity_sid) == (asked.identity, asked.entity_sid)
    metadata = verified.metadata or {}
    assert metadata["aaguid"] == AAGUID


def test_the_answer_to_a_verified_passkey_has_no_options(application: Application) -> None:
    """Source: the OpenAPI file of Verify, example of UpdatePasskeysFactor (documented)."""
    credential = application.browser.create(options_of(application.ask()))
    answer = application.http.post(f"{application.path}/VerifyFactor", json=credential)
    assert answer.status_code == 200
    assert sorted(answer.json()) == sorted(set(MEMBERS) - {"binding", "options"})


def test_a_passkey_is_a_factor_of_its_entity(application: Application) -> None:
    """Source: the OpenAPI file of Verify: listed, fetched and deleted as any factor (documented)."""
    sid = str(application.register().sid)
    factors = application.service.entities(application.identity).factors
    (listed,) = factors.list()
    fetched = factors(sid).fetch()
    assert listed.sid == fetched.sid == sid
    assert (fetched.factor_type, fetched.status, fetched.config) == ("passkeys", "verified", CONFIG)
    shown = application.http.get(f"{application.entity_path}/Factors/{sid}").json()
    assert not {"options", "binding"} & set(shown)
    assert shown["url"].endswith(f"{application.entity_path}/Factors/{sid}")
    assert factors(sid).delete()
    assert factors.list() == []


def test_an_identity_may_have_several_passkeys(application: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-factor (documented)."""
    sids = [str(application.register().sid) for _ in range(3)]
    listed = application.service.entities(application.identity).factors.list()
    assert sorted(str(factor.sid) for factor in listed) == sorted(sids)


def test_only_the_response_is_needed_to_verify(application: Application) -> None:
    """Source: the OpenAPI file of Verify, VerifyPasskeysFactorRequest (documented)."""
    credential = application.browser.create(options_of(application.ask()))
    assert application.verify({"response": credential["response"]}).status == "verified"


def test_a_raw_id_may_be_hexadecimal(application: Application) -> None:
    """Source: the OpenAPI file of Verify, whose example has it so; browsers send base64url (observed)."""
    credential = application.browser.create(options_of(application.ask()))
    credential["rawId"] = application.browser.passkeys[-1].id.hex()
    assert application.verify(credential).status == "verified"


@pytest.mark.parametrize(
    ("named", "origin"),
    [
        ("https://example.com:8443", "https://example.com:8443"),
        ("android:apk-key-hash:NycBUI", "android:apk-key-hash:NycBUI"),
        ("login.example.com", "https://login.example.com"),
    ],
)
def test_a_browser_may_be_at_any_of_the_origins(application: Application, named: str, origin: str) -> None:
    """Source: twilio.com/docs/api/errors/60371: origins or app ids. One without a scheme is from the OpenAPI file; that
    it stands for https is a guess (documented).
    """
    party = {**PARTY, "origins": ["https://example.com", named]}
    options = options_of(application.ask(config={**CONFIG, "relying_party": party}))
    assert application.verify(application.browser.create(options, origin=origin)).status == "verified"


def test_an_answer_is_believed_once(application: Application) -> None:
    """Source: twilio.com/docs/api/errors/60383; that it is meant for this is a guess (guess)."""
    credential = application.browser.create(options_of(application.ask()))
    application.verify(credential)
    with refused(FACTOR_STATUS):
        application.verify(credential)


def test_a_passkey_belongs_to_one_factor(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60317; W3C Web Authentication 7.1 (inferred)."""
    (known,) = registered.browser.passkeys
    again = registered.browser.create(options_of(registered.ask()), made=known.id)
    with refused(FACTOR_EXISTS):
        registered.verify(again)


def test_a_deleted_factor_cannot_be_verified(application: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390 (documented)."""
    factor = application.ask()
    credential = application.browser.create(options_of(factor))
    assert application.service.entities(application.identity).factors(str(factor.sid)).delete()
    with refused(NO_FACTOR):
        application.verify(credential)


@pytest.mark.needs("time_travel")
def test_a_factor_that_nobody_verifies_is_gone_after_a_day(application: Application, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60318: 1 to 24 hours (documented)."""
    credential = application.browser.create(options_of(application.ask()))
    target.advance(86_400)
    with refused(NO_FACTOR):
        application.verify(credential)
