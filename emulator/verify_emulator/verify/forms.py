"""Forms: the schemas behind the calls for push. Source: twilio.com/docs/verify/api/forms, twilio-oai.

Guess: the schemas are empty objects, as in every published example.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, fetches
from verify_emulator.resources.resource import Resource


@dataclass(slots=True, kw_only=True)
class Form(Resource):
    KEY: ClassVar[str] = "form_type"

    form_type: str
    forms__create_factor: dict[str, Any] = field(default_factory=dict)
    forms__verify_factor: dict[str, Any] = field(default_factory=dict)
    forms__create_challenge: dict[str, Any] = field(default_factory=dict)
    form_meta: dict[str, Any] = field(default_factory=dict)


def find(call: Call, model: type[Form], key: str) -> Form | None:
    return model(form_type=key) if key == "form-push" else None


FORMS = Collection(name="forms", model=Form, path="/v2/Forms", find=find, operations=(fetches(),))
