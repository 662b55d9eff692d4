"""What stands between a request for a code and its message: every gate, in the order in which Twilio refuses.

Guess: the order in which several faults of one request are found; no source gives it.

What follows the gates (60202, 60203, 60212) looks at what was sent before
and is in `verify.verifications`.
"""

from collections.abc import Callable

from verify_emulator.verify.rules.destinations import (
    check_embargo,
    check_fraud_guard,
    check_geo_permissions,
    check_landline,
    check_trial,
)
from verify_emulator.verify.rules.sending import (
    Sending,
    check_app_hash,
    check_capability,
    check_channel,
    check_custom_code,
    check_custom_friendly_name,
    check_locale,
    check_mailer,
    check_psd2,
    check_to,
    resolve_auto,
)
from verify_emulator.verify.rules.structured import (
    check_channel_configuration,
    check_rate_limits,
    check_tags,
    check_template,
    check_words,
)

Gates = tuple[Callable[[Sending], None], ...]

FIRST_GATES: Gates = (
    check_channel,  # 60200
    check_capability,  # 60223, 60001
    check_to,  # 60200
    resolve_auto,  # 60550
    check_psd2,  # 60206, 60214, 60329, 60200
    check_mailer,  # 60217
)
OPTIONAL_GATES: Gates = (
    check_custom_code,  # 60204, 60200
    check_custom_friendly_name,  # 60204
    check_locale,  # 60200, 60331
    check_app_hash,  # 60602
    check_template,  # 60228, 60408, 60227, 60229, 60201, 60224, 60247
    check_tags,  # 60200
    check_rate_limits,  # 60200
    check_channel_configuration,  # 60200
    check_words,  # 60200
)
"""Looked at only if the request has more than To and Channel, or the service a template of its own."""
LAST_GATES: Gates = (
    check_trial,  # 21608
    check_geo_permissions,  # 60605
    check_fraud_guard,  # 60410
    check_embargo,  # 60238
    check_landline,  # 60205
)
"""Each gate raises the errors beside it, or lets the request pass."""

_PLAIN = frozenset({"to", "channel"})


def pass_gates(sending: Sending) -> None:
    """Raises the first error that there is."""
    for gate in FIRST_GATES:
        gate(sending)
    if sending.params.model_fields_set != _PLAIN or sending.service.default_template_sid:
        for gate in OPTIONAL_GATES:
            gate(sending)
    for gate in LAST_GATES:
        gate(sending)
