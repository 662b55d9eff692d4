"""Templates named by SID."""

import json
from typing import Any

import pytest
from harness.local import TO, Local

DEFAULT, ORDER, SPOKEN = (f"HJ{number:032x}" for number in range(3))
MISSING = (400, 60224, "Missing substitutions for selected template")


def body(emulator: Local) -> str:
    return str(emulator.messages()[-1]["body"])


def test_a_template_gives_the_text(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates."""
    emulator.start(TemplateSid=DEFAULT, Locale="es")
    assert body(emulator) == f"Tu código de verificación de Verify Emulator es: {emulator.code()}"
    assert emulator.messages()[0]["locale"] == "es"


def test_a_template_without_a_locale_speaks_its_own(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates, default_locale."""
    emulator.start("+4915112345678", TemplateSid=DEFAULT)
    assert emulator.messages("+4915112345678")[0]["locale"] == "en"


def test_substitutions_fill_the_gaps(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification, TemplateCustomSubstitutions."""
    emulator.start(TemplateSid=ORDER, TemplateCustomSubstitutions='{"order_id": 17, "unused": [1]}')
    assert body(emulator) == f"Order 17: your Verify Emulator code is {emulator.code()}, valid 10 minutes."


def test_a_spoken_template_spells_the_code(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates: a template speaks of voice where a verification says call."""
    emulator.start(channel="call", TemplateSid=SPOKEN)
    spelled = ", ".join(emulator.code())
    assert body(emulator) == f"This is Verify Emulator. Your code is {spelled}."


def test_a_template_with_an_app_hash_is_wrapped(emulator: Local) -> None:
    """twilio-oai, AppHash of CreateVerification."""
    emulator.start(TemplateSid=DEFAULT, AppHash="He42w354ol9")
    assert body(emulator).startswith("<#> Your ")
    assert body(emulator).endswith(" He42w354ol9")


REFUSALS: list[tuple[str, dict[str, str], tuple[int, int, str]]] = [
    ("sms", {"TemplateSid": "HJ" + "f" * 32}, (400, 60228, "Template was not found")),
    ("sms", {"TemplateSid": "nonsense"}, (400, 60228, "Template was not found")),
    ("whatsapp", {"TemplateSid": DEFAULT}, (400, 60408, "TemplateSid is only supported for the SMS channel")),
    ("call", {"TemplateSid": ORDER}, (400, 60227, "The selected channel for template is not supported")),
    ("sms", {"TemplateSid": SPOKEN}, (400, 60227, "The selected channel for template is not supported")),
    ("sms", {"TemplateSid": DEFAULT, "Locale": "ja"}, (400, 60229, "Template translation was not found")),
    ("sms", {"TemplateSid": DEFAULT, "Locale": "xx"}, (400, 60229, "Template translation was not found")),
    (
        "sms",
        {"TemplateSid": DEFAULT, "Locale": "pt"},
        (400, 60201, "Selected template translation is not approved"),
    ),
    ("sms", {"TemplateSid": ORDER}, MISSING),
    ("sms", {"TemplateSid": ORDER, "TemplateCustomSubstitutions": "{}"}, MISSING),
    ("sms", {"TemplateSid": ORDER, "TemplateCustomSubstitutions": "[]"}, MISSING),
    ("sms", {"TemplateSid": ORDER, "TemplateCustomSubstitutions": "order"}, MISSING),
    (
        "sms",
        {"TemplateSid": ORDER, "TemplateCustomSubstitutions": json.dumps({"order_id": "x" * 500})},
        (400, 60247, "Message Length Exceeded"),
    ),
]


@pytest.mark.parametrize(("channel", "form", "refusal"), REFUSALS)
def test_a_template_that_does_not_fit_is_refused(
    emulator: Local, channel: str, form: dict[str, str], refusal: tuple[int, int, str]
) -> None:
    """twilio.com/docs/api/errors/60201, 60224, 60227, 60228, 60229, 60247 and 60408."""
    assert emulator.start(channel=channel, **form).refusal == refusal
    assert emulator.messages() == []


def test_a_message_of_500_characters_passes(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60247."""
    fixed = len("Order : your Verify Emulator code is 000000, valid 10 minutes.")
    for length, status in ((500 - fixed, 201), (501 - fixed, 400)):
        substitutions = json.dumps({"order_id": "x" * length})
        assert emulator.start(TemplateSid=ORDER, TemplateCustomSubstitutions=substitutions).status == status
    assert len(body(emulator)) == 500


def listed(*templates: Any) -> str:
    return json.dumps(list(templates))


def test_the_first_fitting_template_of_a_list_is_taken(emulator: Local) -> None:
    """The twilio package 9.13, Templates of verifications.create; which one is taken is a guess."""
    templates = listed(
        {"sid": SPOKEN},
        {"sid": ORDER, "substitutions": {"order_id": "A1"}},
        {"sid": DEFAULT},
    )
    emulator.start(Templates=templates, TemplateSid=DEFAULT)
    assert body(emulator).startswith("Order A1: ")


def test_a_list_of_which_none_fits_is_refused_for_its_first(emulator: Local) -> None:
    """A guess."""
    templates = listed({"sid": SPOKEN}, {"sid": ORDER})
    assert emulator.start(Templates=templates).refusal[1] == 60227


@pytest.mark.parametrize(
    "templates",
    [
        "x",
        "{}",
        "[]",
        "[1]",
        "[{}]",
        '[{"sid": 1}]',
        listed({"sid": DEFAULT, "substitutions": []}),
        listed({"sid": DEFAULT}, None),
        listed(*[{"sid": DEFAULT}] * 11),
    ],
)
def test_a_malformed_list_is_refused(emulator: Local, templates: str) -> None:
    """The twilio package 9.13: at most ten objects; 60200 is a guess."""
    assert emulator.start(Templates=templates).refusal == (400, 60200, "Invalid parameter: Templates")


def test_a_list_of_ten_is_read(emulator: Local) -> None:
    """The twilio package 9.13: at most ten."""
    assert emulator.start(Templates=listed(*[{"sid": DEFAULT}] * 10)).status == 201


@pytest.mark.parametrize(
    ("channel", "start"),
    [("sms", "Votre code de vérification"), ("call", "Appuyez"), ("whatsapp", "")],
)
def test_the_default_template_of_a_service_is_for_sms(emulator: Local, channel: str, start: str) -> None:
    """twilio.com/docs/verify/api/service, DefaultTemplateSid."""
    service = emulator.service(DefaultTemplateSid=DEFAULT, FriendlyName="Nous")
    assert emulator.start(channel=channel, service=service, Locale="fr").status == 201
    assert (body(emulator) == f"Votre code de vérification Nous est : {emulator.code()}") is (
        channel == "sms"
    )


@pytest.mark.parametrize("template", [ORDER, "HJ" + "f" * 32, SPOKEN])
def test_a_default_template_that_does_not_fit_is_passed_over(emulator: Local, template: str) -> None:
    """A guess: nobody named it in this request."""
    service = emulator.service(DefaultTemplateSid=template, FriendlyName="Acme")
    assert emulator.start(TO, service=service).status == 201
    assert body(emulator) == f"Your Acme verification code is: {emulator.code()}"


def test_a_named_template_goes_before_the_default(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification, TemplateSid."""
    service = emulator.service(DefaultTemplateSid=DEFAULT)
    emulator.start(service=service, TemplateSid=ORDER, TemplateCustomSubstitutions='{"order_id":"B2"}')
    assert body(emulator).startswith("Order B2")
