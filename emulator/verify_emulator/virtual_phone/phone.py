"""The phone itself: what a person, or the application on it, does with its factor and its challenges."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from math import ceil
from time import sleep
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlsplit

from verify_emulator import __version__
from verify_emulator.virtual_phone.answers import (
    ChallengeRefused,
    PhoneError,
    check_challenge,
    error_of,
    look_up,
    read,
    read_factor,
)
from verify_emulator.virtual_phone.connection import Connection, Registration, Transport, encode
from verify_emulator.virtual_phone.keys import make_key, public_key_of, sign, sign_json

POLL_SECONDS = 0.05

Body = dict[str, Any]


class VirtualPhone:
    """One phone with at most one push factor.

    `base_url` is where the emulator is; `transport` sends requests in another way than over HTTP, for instance to an
    emulator in this process. `signature_fields` holds, by the SID of each challenge fetched, the names of the fields
    that its answer signs.

    Every method raises PhoneError for an answer that is an error or not what the SDKs understand, and OSError if
    nobody answers.
    """

    def __init__(self, base_url: str = "http://127.0.0.1:8739", transport: Transport | None = None) -> None:
        self.signature_fields: dict[str, list[str]] = {}
        self._connection = Connection(base_url, transport)
        self._registration: Registration | None = None

    def __repr__(self) -> str:
        return f"VirtualPhone({self._connection.base_url!r}, factor_sid={self.factor_sid!r})"

    @property
    def factor_sid(self) -> str | None:
        """The SID of the factor; None before `register` and after `delete`."""
        return self._registration.factor_sid if self._registration else None

    def register(
        self,
        access_token: str,
        *,
        service_sid: str,
        identity: str,
        friendly_name: str = "Virtual phone",
        app_id: str = "com.example.virtualphone",
        notification_platform: str = "none",
        notification_token: str | None = None,
    ) -> Body:
        """Make a key, and a factor with it; the one before, if any, is forgotten. Returns the factor, unverified.

        `access_token` is the `token` of an AccessToken for this identity. `notification_platform` is `none`, `apn`
        or `fcm`; the latter two need a `notification_token`, of 32 to 255 characters.
        """
        private_key = make_key()
        form = {
            "FriendlyName": friendly_name,
            "FactorType": "push",
            "Binding.Alg": "ES256",
            "Binding.PublicKey": public_key_of(private_key),
            "Config.AppId": app_id,
            "Config.NotificationPlatform": notification_platform,
            "Config.NotificationToken": notification_token,
            "Config.SdkVersion": __version__,
        }
        url = self._connection.entity_url(service_sid, identity) + "/Factors"
        factor = read_factor(self._connection.send("POST", url, access_token, form))
        self._registration = Registration(
            service_sid=service_sid,
            identity=identity,
            factor_sid=factor["sid"],
            account_sid=factor["account_sid"],
            credential_sid=factor["config"]["credential_sid"],
            private_key=private_key,
        )
        return factor

    def verify(self) -> Body:
        """Prove that the key is here. Returns the factor, verified."""
        own = self._own
        signature = sign(own.private_key, own.factor_sid.encode("ascii"))
        return self._change_factor({"AuthPayload": b64encode(signature).decode()})

    def update(
        self,
        *,
        friendly_name: str | None = None,
        notification_platform: str | None = None,
        notification_token: str | None = None,
    ) -> Body:
        """Change what is given. Returns the factor."""
        return self._change_factor(
            {
                "FriendlyName": friendly_name,
                "Config.NotificationPlatform": notification_platform,
                "Config.NotificationToken": notification_token,
                "Config.SdkVersion": __version__,
            }
        )

    def delete(self) -> None:
        """Delete the factor and forget it. It is no error if the server does not have it any more."""
        answer = self._connection.ask("DELETE", self._own, self._factor_path)
        if answer.status not in (204, 401, 404):
            raise error_of(answer)
        self._registration = None

    def challenges(
        self, status: str | None = "pending", *, order: str = "asc", page_size: int = 20
    ) -> list[Body]:
        """This factor's challenges of one status, or (None) of all: oldest first (`asc`) or newest (`desc`)."""
        return list(self._each_challenge(status, order, page_size))

    def wait_for_challenge(self, timeout: float) -> Body:
        """The newest pending challenge, waiting up to `timeout` seconds for one. Raises TimeoutError."""
        # Counted, not timed, so that it ends where a test has frozen the time.
        for pause in [POLL_SECONDS] * ceil(timeout / POLL_SECONDS) + [0]:
            challenge = next(self._each_challenge("pending", "desc", 1), None)
            if challenge is not None:
                return challenge
            sleep(pause)
        raise TimeoutError(f"No challenge was pending within {timeout} seconds.")

    def fetch(self, challenge_sid: str) -> Body:
        """One challenge. Raises ChallengeRefused if it is for another factor."""
        answer = self._connection.ask("GET", self._own, _challenge_path(challenge_sid))
        challenge = check_challenge(read(answer))
        if challenge["factor_sid"] != self.factor_sid:
            raise ChallengeRefused(f"Challenge {challenge_sid} is for another factor.")
        names = answer.headers.get("twilio-verify-signature-fields")
        self.signature_fields[challenge_sid] = names.split(",") if names else []
        return challenge

    def approve(self, challenge_sid: str, metadata: Mapping[str, str] | None = None) -> Body:
        """Press Approve. Returns the challenge, approved. `metadata` is kept with it.

        Raises ChallengeRefused if the challenge is for another factor or not pending, or if the server does not say
        which of its fields to sign.
        """
        return self._answer(challenge_sid, "approved", metadata)

    def deny(self, challenge_sid: str, metadata: Mapping[str, str] | None = None) -> Body:
        """Press Deny. Returns the challenge, denied. All else is as for `approve`."""
        return self._answer(challenge_sid, "denied", metadata)

    def to_dict(self) -> dict[str, Any]:
        """The whole phone as JSON values, for `from_dict`. Its private key is in there."""
        return {
            "base_url": self._connection.base_url,
            "clock_correction": self._connection.correction,
            "registration": asdict(self._registration) if self._registration else None,
        }

    @classmethod
    def from_dict(cls, state: Mapping[str, Any], transport: Transport | None = None) -> Self:
        """The phone that `to_dict` was called on."""
        phone = cls(state["base_url"], transport)
        phone._connection.correction = state["clock_correction"]
        phone._registration = Registration(**state["registration"]) if state["registration"] else None
        return phone

    @property
    def _own(self) -> Registration:
        if self._registration is None:
            raise PhoneError("The phone has no factor: register it first.")
        return self._registration

    @property
    def _factor_path(self) -> str:
        return f"/Factors/{self._own.factor_sid}"

    def _change_factor(self, form: Mapping[str, str | None]) -> Body:
        return read_factor(self._connection.ask("POST", self._own, self._factor_path, form))

    def _each_challenge(self, status: str | None, order: str, page_size: int) -> Iterator[Body]:
        """Page by page. Of the next page's URL only its PageToken counts, as for the SDKs."""
        query = {
            "FactorSid": self._own.factor_sid,
            "Status": status,
            "Order": order,
            "PageSize": str(page_size),
        }
        while True:
            page = read(self._connection.ask("GET", self._own, f"/Challenges?{encode(query)}"))
            yield from map(check_challenge, look_up(page, "challenges"))
            following = parse_qs(urlsplit(look_up(page, "meta.next_page_url") or "").query)
            if "PageToken" not in following:
                return
            query["PageToken"] = following["PageToken"][0]

    def _answer(self, challenge_sid: str, status: str, metadata: Mapping[str, str] | None) -> Body:
        challenge = self.fetch(challenge_sid)
        payload = _payload(challenge, self.signature_fields[challenge_sid], status)
        form = {
            "AuthPayload": sign_json(self._own.private_key, {}, payload),
            "Metadata": None if metadata is None else json.dumps(dict(metadata)),
        }
        read(self._connection.ask("POST", self._own, _challenge_path(challenge_sid), form))
        challenge = self.fetch(challenge_sid)
        if challenge["status"] != status:
            raise PhoneError(f"Challenge {challenge_sid} is {challenge['status']}, not {status}.")
        return challenge


def _challenge_path(challenge_sid: str) -> str:
    return f"/Challenges/{quote(challenge_sid, safe='')}"


def _payload(challenge: Body, names: list[str], status: str) -> Body:
    """What is signed: the fields that the server names, and the answer in the place of the status."""
    sid = challenge["sid"]
    if challenge["status"] != "pending":
        raise ChallengeRefused(f"Challenge {sid} is {challenge['status']}, no longer pending.")
    if not names:
        raise ChallengeRefused(f"Challenge {sid} came without Twilio-Verify-Signature-Fields.")
    missing = [name for name in names if name not in challenge]
    if missing:
        raise ChallengeRefused(f"Challenge {sid} is to be signed with {', '.join(missing)}, which it lacks.")
    return {name: challenge[name] for name in names} | {"status": status}
