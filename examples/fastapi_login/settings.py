"""What the application has to be told, by variables of the same names in capitals."""

from secrets import token_urlsafe

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    twilio_account_sid: str
    twilio_auth_token: SecretStr
    twilio_verify_service_sid: str
    # Signs the cookies. Unless one is given everybody has to log in again when the application restarts.
    session_secret: SecretStr = Field(default_factory=lambda: SecretStr(token_urlsafe()))
    # Whether browsers may send the cookie by https only: wherever there is https.
    https_only: bool = False
