"""The errors of Twilio's catalogue that the emulator never comes to by itself; a scripted failure can name them.

Source: twilio.com/docs/verify/api/error-codes and the pages of the error dictionary that it leads to. Those of the
client libraries, of Lookup, of Silent Network Auth (which stand in the answer of a check) and mere warnings are not
among them: no call of Verify fails with them. Guess: where the error dictionary gives no HTTP status, one that suits
its title.
"""

from verify_emulator.errors import ErrorKind

GUESSED = "HTTP status: Twilio's error dictionary gives none"


def _(code: int, status: int, message: str, guess: str = "") -> ErrorKind:
    return ErrorKind(code, status, message, guess=guess)


UNRAISED: tuple[ErrorKind, ...] = (
    _(20002, 400, "Invalid FriendlyName", GUESSED),
    _(20005, 403, "Account not active", GUESSED),
    _(20006, 403, "Access Denied", GUESSED),
    _(20008, 403, "Resource not accessible with Test Account Credentials"),
    _(20409, 409, "Conflict"),
    _(20410, 410, "Gone"),
    _(20422, 422, "Invalid Parameter"),
    _(20423, 422, "Invalid SID"),
    _(20426, 426, "Upgrade Required"),
    _(20503, 503, "Service is unavailable. Please try again"),
    _(
        21408,
        403,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
        GUESSED,
    ),
    _(25109, 429, "Request is rate limited", GUESSED),
    _(60215, 400, "Max number of mailers per account reached"),
    _(60216, 500, "Error while encrypting or decrypting the API key", GUESSED),
    _(60218, 400, "SendGrid Template is not active"),
    _(60219, 400, "SendGrid Template does not contain required placeholders"),
    _(60220, 400, "Messages to China require use case vetting"),
    _(60222, 403, "SendGrid from address does not match a verified Sender Identity"),
    _(60225, 409, "Translation already exists for the provided template"),
    _(60226, 400, "Messages sent to China require friendly_name", GUESSED),
    _(60230, 400, "The template being used doesn't have a brandless version", GUESSED),
    _(60231, 409, "Sender id already exists for account", GUESSED),
    _(60232, 404, "Sender id does not exist", GUESSED),
    _(60233, 403, "Default sender id can't be deleted", GUESSED),
    _(60234, 400, "Sender id can not be set as not default", GUESSED),
    _(60235, 400, "Sender Definitions does not match with requirements", GUESSED),
    _(60236, 400, "The domain could not be obtained from the given email", GUESSED),
    _(60237, 403, "The given domain is on a deny list", GUESSED),
    _(60239, 403, "BYOT feature is not enabled", GUESSED),
    _(60240, 403, "Templates not allowed", GUESSED),
    _(60241, 400, "Static message required", GUESSED),
    _(60242, 400, "WhatsApp template not found", GUESSED),
    _(60243, 400, "Custom messages are not supported", GUESSED),
    _(60244, 400, "Custom messages are not supported", GUESSED),
    _(60245, 429, "You have exceeded your messaging limits", GUESSED),
    _(60246, 409, "Service already exists", GUESSED),
    _(60248, 400, "Friendly Name contains a restricted word", GUESSED),
    _(60250, 400, "Missing Registration for Australia", GUESSED),
    _(60300, 400, "Invalid Param"),
    _(60302, 400, "FactorType already exists"),
    _(60303, 400, "Entities batch deletion request body is not valid", GUESSED),
    _(60304, 409, "Entity already exists", GUESSED),
    _(60330, 400, "Failed to invoke the webhook"),
    _(60332, 403, "Delete translation is not allowed", GUESSED),
    _(60361, 400, "Account SID is invalid or not provided", GUESSED),
    _(60363, 400, "Service SID invalid or not provided", GUESSED),
    _(60366, 400, "Entity invalid or not provided", GUESSED),
    _(60368, 400, "Challenge details invalid or not provided", GUESSED),
    _(60369, 400, "Factor type invalid or not provided", GUESSED),
    _(60373, 400, "Invalid page size", GUESSED),
    _(60374, 400, "Invalid page token", GUESSED),
    _(60384, 400, "Invalid challenge timeout", GUESSED),
    _(60388, 400, "User display name not provided", GUESSED),
    _(60409, 400, "Custom message did not match any template", GUESSED),
    _(60412, 403, "Verification blocked by Fraudulent Signup Prevention", GUESSED),
    _(60413, 403, "Verification blocked by Verify Device Intelligence", GUESSED),
    _(60420, 400, "Invalid Contact ID format", GUESSED),
    _(60421, 500, "Unexpected result when creating contact", GUESSED),
    _(60422, 404, "Contact not found", GUESSED),
    _(60423, 409, "Multiple contacts were found", GUESSED),
    _(60424, 404, "Contact address not found", GUESSED),
    _(60425, 400, "Verification SID invalid or not provided", GUESSED),
    _(60426, 400, "Verification ID invalid or not provided", GUESSED),
    _(60427, 400, "Factor ID invalid or not provided", GUESSED),
    _(60428, 400, "Unsupported channel", GUESSED),
    _(60431, 404, "Verification not found", GUESSED),
    _(60432, 400, "Unsupported passkeys relying party", GUESSED),
    _(60433, 400, "Unsupported passkeys approval content type", GUESSED),
    _(60434, 400, "Unsupported passkeys verification content type", GUESSED),
    _(60436, 400, "Recipient invalid or not provided", GUESSED),
    _(60437, 400, "Recipient type unsupported", GUESSED),
    _(60440, 400, "Unsupported verification content type", GUESSED),
    _(60441, 400, "Illegal status", GUESSED),
    _(60535, 403, "Factor is unverified", GUESSED),
    _(60603, 401, "SendGrid maximum credits exceeded"),
    _(60604, 401, "SendGrid Authenticated user is not authorized to send mail"),
    _(68008, 400, "Verify WhatsApp channel not configured", GUESSED),
)
