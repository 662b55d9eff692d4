"""The refusals of the four Passkeys operations. Source: twilio.com/docs/api/errors; HTTP statuses are guesses."""

from conformance_tests.refusals import Refusal


def criteria_missing(*names: str) -> Refusal:
    """How the message lists the names is a guess."""
    return Refusal(400, 60393, f"Authenticator criteria are missing from the request: {', '.join(names)}")


FACTOR_SID = Refusal(400, 60362, "Factor SID invalid or not provided")
CHALLENGE_SID = Refusal(400, 60364, "Challenge SID invalid or not provided")
ENTITY_SID = Refusal(400, 60365, "Entity SID invalid or not provided")
IDENTITY = Refusal(400, 60367, "Invalid entity identity")
FACTOR_CONFIG = Refusal(400, 60370, "Factor config invalid or not provided")
RELYING_PARTY = Refusal(400, 60371, "Relying party invalid or not provided")
RELYING_PARTY_ID = Refusal(400, 60372, "Relying party id invalid or not provided")
CREDENTIAL_ID = Refusal(400, 60375, "Invalid id")
RAW_ID = Refusal(400, 60376, "Invalid rawId")
ATTACHMENT = Refusal(400, 60377, "Authenticator attachment invalid or not provided")
RESPONSE = Refusal(400, 60378, "Authenticator response invalid or not provided")
AUTHENTICATOR_DATA = Refusal(400, 60379, "Authenticator data invalid or not provided")
CLIENT_DATA = Refusal(400, 60380, "Client data invalid or not provided")
SIGNATURE = Refusal(400, 60381, "Signature invalid or not provided")
OTHER_PARTY = Refusal(400, 60382, "Factor does not match the relying party of the challenge")
FACTOR_STATUS = Refusal(400, 60383, "Illegal factor status")
ATTESTATION = Refusal(400, 60386, "Attestation object invalid or not provided")
NO_FACTOR = Refusal(404, 60390, "Factor not found")
NO_CHALLENGE = Refusal(404, 60391, "Challenge not found")
NO_ENTITY = Refusal(404, 60392, "Entity not found")
