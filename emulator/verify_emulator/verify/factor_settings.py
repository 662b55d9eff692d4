"""The settings of a factor that can be given when it is made and changed later. Source: twilio-oai."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from verify_emulator.errors import INVALID_REQUEST, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.params import Whole
from verify_emulator.verify.rules.details import EntityParams

TOTP_CONFIG = ("alg", "skew", "code_length", "time_step")
PUSH_CONFIG = ("sdk_version", "app_id", "notification_platform", "notification_token")
SHORTEST_TOKEN = 32

FriendlyName = Annotated[str, StringConstraints(max_length=64)]


class FactorSettings(EntityParams):
    """What create and update share. Source: twilio-oai. Guess: what does not go with the factor's type is ignored."""

    config__notification_platform: Literal["apn", "fcm", "none"] = "none"
    config__notification_token: Annotated[str, StringConstraints(max_length=255)] | None = None
    config__sdk_version: str = ""
    config__time_step: Annotated[Whole, Field(ge=20, le=60)] = 30
    config__skew: Annotated[Whole, Field(ge=0, le=2)] = 1
    config__code_length: Annotated[Whole, Field(ge=3, le=8)] = 6
    config__alg: Literal["sha1", "sha256", "sha512"] = "sha1"

    def config(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Those of the named settings that were sent."""
        given = self.given()
        return {name: given[f"config__{name}"] for name in names if f"config__{name}" in given}


def check_token(call: Call, params: FactorSettings) -> None:
    """Source: twilio-oai. Guess: a NotificationToken's minimum of 32 characters holds with --strict only (Twilio's own
    example is shorter)."""
    token = params.config__notification_token
    if call.settings.strict and token and len(token) < SHORTEST_TOKEN:
        raise TwilioError(
            INVALID_REQUEST,
            hint="--strict: Config.NotificationToken is shorter than 32 characters; without that "
            "option it is let pass.",
        )
