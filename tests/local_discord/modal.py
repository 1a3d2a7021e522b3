"""Modals: the forms a bot opens in answer to a command or a button."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from discord import ComponentType

from tests.local_discord import components
from tests.local_discord.channel import Channel
from tests.local_discord.hub import Json
from tests.local_discord.message import Message


@dataclass(frozen=True, slots=True)
class Modal:
    """A form as the bot sent it, and where it was opened."""

    payload: Json
    channel: Channel
    source: Message | None

    @property
    def title(self) -> str:
        """The headline."""
        return str(self.payload["title"])

    @property
    def labels(self) -> list[str]:
        """What the fields are called, in their order."""
        return [label for label, _, _ in self._fields()]

    def filled_in(self, values: Mapping[str, str]) -> Json:
        """Return what is submitted when each label's field is given its value.

        Raises:
            LookupError: a label isn't there, or a required field gets nothing.
        """
        rows, missing = [], []
        for label, row, field in self._fields():
            value = values.get(label, "")
            if field.get("required", True) and not value:
                missing.append(label)
            rows.append(_submitted(row, field, value))
        unknown = values.keys() - set(self.labels)
        if unknown or missing:
            raise LookupError(f"{self.title!r} lacks {missing} and doesn't know {sorted(unknown)}")
        return {"custom_id": self.payload["custom_id"], "components": rows}

    def _fields(self) -> Iterator[tuple[str, Json, Json]]:
        for row in self.payload["components"]:
            for field in components.walk([row]):
                if "custom_id" in field:
                    yield row.get("label") or field["label"], row, field


def _submitted(row: Json, field: Json, value: str) -> Json:
    given = {"type": field["type"], "custom_id": field["custom_id"]}
    if field["type"] == ComponentType.text_input.value:
        given["value"] = value
    else:
        given["values"] = [value] if value else []
    if row["type"] == ComponentType.label.value:
        return {"type": row["type"], "component": given}
    return {"type": row["type"], "components": [given]}
