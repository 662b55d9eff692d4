"""What the configuration file says is there at the first call, and again after a reset. Source of all: our contract."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local

from verify_emulator.app import App
from verify_emulator.configuration import parse, read
from verify_emulator.configuration.entries import Entry
from verify_emulator.settings import Settings

Configure = Callable[..., Local]

LISTED = "AC" + "1" * 32
OTHER = "AC" + "2" * 32
SHOP = "VA" + "3" * 32
PARCEL = "HJ" + "4" * 32
READY_TEMPLATE = "HJ" + "0" * 32

FILE = f"""
[[templates]]
sid = "{PARCEL}"
friendly_name = "Parcel"
channels = ["sms", "voice"]
texts = {{ en = "Parcel: {{{{code}}}}", es = "Paquete: {{{{code}}}}", pt = "Encomenda: {{{{code}}}}" }}
default_locale = "es"
unapproved = ["pt"]

[[accounts]]
sid = "{LISTED}"
token = "token"
safe_list = ["+15017122661", "+447400123456"]

[[accounts.services]]
sid = "{SHOP}"
friendly_name = "Shop"
code_length = 4
push.include_date = true
totp = {{ issuer = "", time_step = 60 }}
passkeys.relying_party = {{ id = "example.com", name = "Shop", origins = ["https://a.example", "https://b.example"] }}

[[accounts.services.rate_limits]]
unique_name = "ip"
buckets = [{{ max = 1, interval = 60 }}, {{ max = 9, interval = 3600 }}]

[[accounts.services.rate_limits]]
unique_name = "session"
description = "Per session"

[[accounts.services.webhooks]]
friendly_name = "Hook"
event_types = ["factor.created"]
webhook_url = "http://127.0.0.1:9/hook"

[[accounts.services.messaging_configurations]]
country = "ca"
messaging_service_sid = "MG{"5" * 32}"

[[accounts.services]]
friendly_name = "Office"

[[accounts.templates]]
friendly_name = "Voucher"
texts = {{ en = "Voucher: {{{{code}}}}" }}
"""


@pytest.fixture
def configure(make_emulator: Callable[..., Local], tmp_path: Path) -> Configure:
    """Makes an emulator with a configuration file, used by the listed account."""

    def make(text: str = FILE, **options: Any) -> Local:
        path = tmp_path / "verify.toml"
        path.write_text(text)
        emulator = make_emulator(config=path, **options)
        emulator.account, emulator.token = LISTED, "token"
        return emulator

    return make


def everything(emulator: Local) -> list[Any]:
    """All that the file put into the listed account, without dates."""
    shop = f"/v2/Services/{SHOP}"
    limits = emulator.get(f"{shop}/RateLimits").json["rate_limits"]
    lists = [
        emulator.get("/v2/Services").json["services"],
        limits,
        *(emulator.get(f"{shop}/RateLimits/{limit['sid']}/Buckets").json["buckets"] for limit in limits),
        emulator.get(f"{shop}/Webhooks").json["webhooks"],
        emulator.get(f"{shop}/MessagingConfigurations").json["messaging_configurations"],
        emulator.get("/v2/Templates").json["templates"],
        [emulator.get(f"/v2/SafeList/Numbers/{number}").json for number in ("+15017122661", "+447400123456")],
    ]
    for record in chain.from_iterable(lists):
        for name in ("date_created", "date_updated", "translations"):
            record.pop(name, None)
    return lists


def test_a_service_is_there_with_what_the_file_says_and_twilios_defaults(configure: Configure) -> None:
    service = configure().get(f"/v2/Services/{SHOP}").json
    assert (service["friendly_name"], service["code_length"], service["account_sid"]) == ("Shop", 4, LISTED)
    assert service["push"]["include_date"] is True
    assert service["totp"] == {"issuer": "Shop", "time_step": 60, "code_length": 6, "skew": 1}
    assert service["passkeys"]["relying_party"] == {
        "id": "example.com",
        "name": "Shop",
        "origins": ["https://a.example", "https://b.example"],
    }
    assert service["dtmf_input_required"] is True


def test_the_first_call_may_be_to_a_listed_service(configure: Configure) -> None:
    emulator = configure()
    assert emulator.start(service=SHOP).status == 201
    assert len(emulator.code()) == 4


def test_what_is_below_a_service_is_there(configure: Configure) -> None:
    services, limits, of_ip, of_session, webhooks, configurations, *_ = everything(configure())
    assert [service["friendly_name"] for service in services] == ["Verify Emulator", "Shop", "Office"]
    assert [(limit["unique_name"], limit["description"]) for limit in limits] == [
        ("ip", None),
        ("session", "Per session"),
    ]
    assert [(bucket["max"], bucket["interval"]) for bucket in of_ip] == [(1, 60), (9, 3600)]
    assert of_session == []
    assert [(hook["friendly_name"], hook["version"], hook["status"]) for hook in webhooks] == [
        ("Hook", "v2", "enabled")
    ]
    assert [one["country"] for one in configurations] == ["CA"]
    for record in (*limits, *of_ip, *webhooks, *configurations):
        assert (record["account_sid"], record["service_sid"]) == (LISTED, SHOP)
    assert {bucket["rate_limit_sid"] for bucket in of_ip} == {limits[0]["sid"]}


def test_a_listed_bucket_counts(configure: Configure) -> None:
    emulator = configure()
    limits = '{"ip": "192.0.2.1"}'
    assert [emulator.start(service=SHOP, RateLimits=limits).status for _ in range(2)] == [201, 429]


def test_a_number_on_the_safe_list_is_let_through(configure: Configure) -> None:
    text = FILE.replace("safe_list", 'settings = { blocked_prefixes = ["+1501"] }\nsafe_list')
    emulator = configure(text)
    assert emulator.start(TO).status == 201
    assert emulator.start("+15017122662").refusal[1] == 60410


def test_a_long_safe_list_uses_up_nothing_of_what_may_be_asked(configure: Configure) -> None:
    """Twilio allows 30 requests to the Safe List a minute. Source: twilio.com/docs/verify/api/safe-list."""
    numbers = [f"+1501712{number}" for number in range(2000, 2050)]
    emulator = configure(f'[[accounts]]\nsid = "{LISTED}"\nsafe_list = {numbers}')
    answers = [emulator.get(f"/v2/SafeList/Numbers/{number}").status for number in numbers[:31]]
    assert answers == [200] * 30 + [429]


def test_templates_are_there_for_all_and_for_one(configure: Configure) -> None:
    emulator = configure()
    names = [one["friendly_name"] for one in emulator.get("/v2/Templates").json["templates"]]
    assert names[-2:] == ["Parcel", "Voucher"]
    emulator.account = OTHER
    others = [one["friendly_name"] for one in emulator.get("/v2/Templates").json["templates"]]
    assert others == names[:-1]


def test_a_template_has_its_default_and_unapproved_languages(configure: Configure) -> None:
    emulator = configure()
    (template,) = emulator.get("/v2/Templates?FriendlyName=Parcel").json["templates"]
    found = {
        locale: (one["is_default_translation"], one["status"], one["text"])
        for locale, one in template["translations"].items()
    }
    assert found == {
        "en": (False, "approved", "Parcel: {{code}}"),
        "es": (True, "approved", "Paquete: {{code}}"),
        "pt": (False, "in-review", "Encomenda: {{code}}"),
    }
    assert emulator.start(TemplateSid=PARCEL).status == 201
    assert emulator.messages()[0]["body"].startswith("Paquete: ")


def test_the_first_language_is_the_default_unless_the_file_says_otherwise(configure: Configure) -> None:
    text = FILE.replace('default_locale = "es"\n', "")
    (template,) = configure(text).get("/v2/Templates?FriendlyName=Parcel").json["templates"]
    assert template["translations"]["en"]["is_default_translation"] is True


def test_sids_are_the_same_in_every_run_whatever_the_seed(configure: Configure) -> None:
    first = everything(configure(seed=1))
    assert everything(configure(seed=2)) == first
    sids = [record["sid"] for records in first for record in records if "sid" in record]
    assert len(set(sids)) == len(sids) > 10


def test_a_sid_depends_on_the_account_and_on_the_place_alone(configure: Configure) -> None:
    office = everything(configure())[0][2]["sid"]
    longer = FILE.replace(
        'unique_name = "session"', 'unique_name = "session"\nbuckets = [{max=1, interval=1}]'
    )
    moved = f'[[accounts]]\nsid = "{OTHER}"\n[[accounts.services]]\nfriendly_name = "A"\n' + longer.replace(
        "[[templates]]", "[[accounts.templates]]"
    )
    emulator = configure(moved)
    assert everything(emulator)[0][2]["sid"] == office
    emulator.account = OTHER
    elsewhere = [service["sid"] for service in emulator.get("/v2/Services").json["services"]]
    assert elsewhere[0] == SERVICE
    assert len(elsewhere) == 2
    assert office not in elsewhere


def test_seeded_codes_do_not_depend_on_the_file(configure: Configure, make_emulator: Configure) -> None:
    plain = make_emulator(seed=7)
    listed = configure(seed=7)
    assert (plain.start().json["sid"], plain.code()) == (listed.start().json["sid"], listed.code())


@pytest.mark.parametrize("target", ["/_emulator/reset", f"/_emulator/reset?account_sid={LISTED}"])
def test_a_reset_brings_back_what_the_file_says(configure: Configure, target: str) -> None:
    emulator = configure()
    before = everything(emulator)
    assert emulator.send("DELETE", f"/v2/Services/{SHOP}").status == 204
    assert emulator.send("DELETE", "/v2/SafeList/Numbers/+15017122661").status == 204
    emulator.service()
    emulator.allow(trial=True)
    assert emulator.post(target).status == 204
    assert everything(emulator) == before
    assert emulator.app.accounts.get(LISTED).settings.trial is False


def test_other_accounts_have_nothing_of_it(configure: Configure) -> None:
    emulator = configure()
    emulator.account = OTHER
    assert [one["sid"] for one in emulator.get("/v2/Services").json["services"]] == [SERVICE]
    assert emulator.get("/v2/SafeList/Numbers/+15017122661").status == 404


def test_an_account_that_was_forgotten_is_as_the_file_says_again(configure: Configure) -> None:
    emulator = configure(keep_accounts=1)
    before = everything(emulator)
    emulator.service()
    emulator.account = OTHER
    emulator.get("/v2/Services")
    emulator.account = LISTED
    assert everything(emulator) == before


def test_a_setting_that_changes_before_the_first_call_does_not_spoil_it(configure: Configure) -> None:
    emulator = configure()
    emulator.allow(max_rate_limits=0, max_buckets=0, psd2=False)
    assert len(everything(emulator)[1]) == 2


def test_the_well_known_account_and_the_ready_service_can_be_listed(configure: Configure) -> None:
    emulator = configure(
        f"""
        [[accounts]]
        sid = "{ACCOUNT}"
        token = "{TOKEN}"
        [[accounts.services]]
        sid = "{SERVICE}"
        friendly_name = "Mine"
        code_length = 8
        [[accounts.services]]
        friendly_name = "Another"
        [[accounts.templates]]
        sid = "{READY_TEMPLATE}"
        friendly_name = "Mine"
        texts = {{ en = "{{{{code}}}}" }}
        """
    )
    emulator.account, emulator.token = ACCOUNT, TOKEN
    first = emulator.get("/v2/Services?PageSize=1").json
    assert [one["friendly_name"] for one in first["services"]] == ["Mine"]
    second = emulator.get(first["meta"]["next_page_url"].removeprefix("http://emulator.test")).json
    assert [one["friendly_name"] for one in second["services"]] == ["Another"]
    emulator.start()
    assert len(emulator.code()) == 8
    templates = emulator.get("/v2/Templates").json["templates"]
    assert [one["friendly_name"] for one in templates if one["sid"] == READY_TEMPLATE] == ["Mine"]


def test_two_accounts_may_have_a_service_of_the_same_sid(configure: Configure) -> None:
    account = '[[accounts]]\nsid = "{}"\n[[accounts.services]]\nsid = "{}"\nfriendly_name = "Shop"\n'
    emulator = configure(account.format(LISTED, SHOP) + account.format(OTHER, SHOP))
    for emulator.account in (LISTED, OTHER):
        assert emulator.get(f"/v2/Services/{SHOP}").json["account_sid"] == emulator.account


def test_an_empty_text_is_none_at_all_as_in_a_call(configure: Configure) -> None:
    text = FILE.replace('friendly_name = "Office"', 'friendly_name = "Office"\ntts_name = ""')
    assert everything(configure(text))[0][2]["tts_name"] is None


def test_200_services_cost_other_accounts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    services = '[[accounts.services]]\nfriendly_name = "Shop"\n' * 200
    app = App(Settings(), parse(f'[[accounts]]\nsid = "{LISTED}"\n{services}'.encode(), "verify.toml"))
    made: list[str] = []
    make = Entry.make
    monkeypatch.setattr(Entry, "make", lambda self, call: (made.append(call.account_sid), make(self, call)))
    app.store.transaction(OTHER)
    assert made == []
    app.store.transaction(LISTED)
    assert made == [LISTED] * 200


def test_an_app_takes_a_configuration_that_has_been_read(tmp_path: Path) -> None:
    path = tmp_path / "verify.toml"
    path.write_text('seed = 5\n[[accounts]]\nsid = "' + LISTED + '"\ntoken = "token"')
    configuration = read(str(path))
    app = App(Settings(**configuration.options), configuration)
    assert app.settings.seed == 5
    assert app.accounts.get(LISTED).token == "token"


def test_a_mark_at_the_beginning_and_windows_line_ends_do_no_harm() -> None:
    content = b'\xef\xbb\xbfport = 1\r\n[[accounts]]\r\nsid = "' + LISTED.encode() + b'"\r\n'
    configuration = parse(content, "verify.toml")
    assert (dict(configuration.options), list(configuration.accounts)) == ({"port": 1}, [LISTED])
