"""What a test may need of a target (the names of `needs` marks), and what opens an account."""

from typing import NamedTuple

CAPABILITIES = {
    "clock": "let minutes pass",
    "time_travel": "let hours pass",
    "exact_clock": "stop time",
    "codes": "read the code that a recipient got",
    "outbox": "read the messages of every channel",
    "settings": "change what the account may do",
    "numbers": "reach several recipients",
    "accounts": "offer a second, empty account",
    "api_key": "offer an API key",
    "no_charge": "send without limit",
    "connection": "be spoken to over a connection",
    "any_host": "be asked under another host name",
    "templates": "send message templates",
    "messaging_service": "name a Messaging Service",
    "messaging_services": "name several Messaging Services",
    "safe_list": "use the Safe List",
    "deliveries": "see what is posted to webhooks",
    "extensions": "take parameters that Twilio does not have",
    "skill_dialect": "answer in the dialect of the skill card",
    "email": "send over channel email",
    "call": "send over channel call",
    "whatsapp": "send over channel whatsapp",
    "rcs": "send over channel rcs",
    "custom_codes": "use custom codes",
    "psd2": "use PSD2 services",
}


class Credentials(NamedTuple):
    """An Account SID and what opens it: the user name (the SID itself or an API key) and its password."""

    account_sid: str
    username: str
    password: str

    @classmethod
    def of_account(cls, account_sid: str, token: str) -> "Credentials":
        return cls(account_sid, account_sid, token)

    def __repr__(self) -> str:
        return "Credentials(hidden)"
