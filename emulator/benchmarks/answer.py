"""The constant that the reference servers answer: status, headers and body of the size of a create answer."""

import json
import sys
from typing import Any

import uvicorn

STATUS = 201
BODY = json.dumps(
    {
        "sid": "VE0123456789abcdef0123456789abcdef",
        "service_sid": "VA00000000000000000000000000000000",
        "account_sid": "AC00000000000000000000000000000000",
        "to": "+15017122661",
        "channel": "sms",
        "status": "pending",
        "valid": False,
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:05Z",
        "lookup": {"carrier": None},
        "amount": None,
        "payee": None,
        "send_code_attempts": [
            {
                "attempt_sid": "VL0123456789abcdef0123456789abcdef",
                "channel": "sms",
                "time": "2026-01-02T03:04:05.123Z",
            }
        ],
        "sna": None,
        "url": "http://127.0.0.1:8739/v2/Services/VA00000000000000000000000000000000/Verifications/"
        "VE0123456789abcdef0123456789abcdef",
    },
    separators=(",", ":"),
).encode()
# Uvicorn adds Date to these.
HEADERS = {
    "Content-Type": "application/json",
    "Content-Length": str(len(BODY)),
    "Twilio-Request-Id": "RQ0123456789abcdef0123456789abcdef",
    "Twilio-Request-Duration": "0.080",
    "Twilio-Concurrent-Requests": "1",
    "X-Home-Region": "us1",
    "X-API-Domain": "verify.twilio.com",
    "X-Powered-By": "AT-5000",
    "X-Shenanigans": "none",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, "
    "If-None-Match, If-Unmodified-Since, Idempotency-Key",
}


def serve(application: Any) -> None:
    """Run it as the emulator runs: uvicorn on uvloop and httptools, one process, no access log."""
    uvicorn.run(
        application,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
    )
