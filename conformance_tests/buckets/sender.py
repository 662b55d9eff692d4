"""Starting verifications that are counted."""

import json

import requests

from conformance_tests.refusals import TOO_MANY_REQUESTS, assert_refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


class Sender:
    """Starts verifications of one Service with RateLimits as given: a dict, or text as it is."""

    def __init__(self, http: Wire, service_sid: str, target: Target) -> None:
        self._http = http
        self._path = f"/v2/Services/{service_sid}/Verifications"
        self._target = target

    def ask(self, limits: object, to: str | None = None, **more: str) -> requests.Response:
        form = {"To": to or self._target.fresh_number(), "Channel": "sms", **more}
        if limits is not None:
            form["RateLimits"] = limits if isinstance(limits, str) else json.dumps(limits)
        return self._http.post(self._path, form)

    def passes(self, limits: object, to: str | None = None) -> bool:
        answer = self.ask(limits, to)
        assert answer.status_code in (201, 429), answer.text
        if answer.status_code == 429:
            assert_refused(answer, TOO_MANY_REQUESTS)
        return answer.status_code == 201
