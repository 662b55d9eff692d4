"""The JSON Schema of the file, from which editors complete and check it."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from verify_emulator.configuration.contents import FILE

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The one that Taplo, and so "Even Better TOML", knows best. Its `#/$defs` are found by any draft."""


class _Generator(GenerateJsonSchema):
    """Leaves out what TOML has not (null) and what tells nothing (titles made of names)."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        if schema.get("default", ...) in (None, ()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def dict_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema() -> dict[str, Any]:
    """The schema as a JSON object. Editors find it by the first line `#:schema ./verify-emulator.schema.json`."""
    return {"$schema": DRAFT, **FILE.model_json_schema(schema_generator=_Generator)}
