"""Reading the components (buttons, menus, layouts) of a message or a modal."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import count

from discord import ComponentType

from tests.local_discord.hub import Json


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Yield every component with all that is in it, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        yield from walk(component[part] for part in ("component", "accessory") if part in component)


def numbered(components: Iterable[Json]) -> list[Json]:
    """Return components as Discord sends them: those that came without an id are given one."""
    copies = deepcopy(list(components))
    taken = {component.get("id") for component in walk(copies)}
    free = (number for number in count(1) if number not in taken)
    for component in walk(copies):
        if "id" not in component:
            component["id"] = next(free)
    return copies


def texts(components: Iterable[Json]) -> Iterator[str]:
    """Yield what the text displays say."""
    for component in walk(components):
        if component["type"] == ComponentType.text_display.value:
            yield component["content"]


def caption(component: Json) -> str | None:
    """Return what a button says: its label, or else its emoji."""
    return component.get("label") or (component.get("emoji") or {}).get("name")


def find(components: Iterable[Json], kind: ComponentType, **wanted: str | None) -> Json:
    """Return the one component of a kind that has the properties wanted (None: any).

    Raises:
        LookupError: none or several have them; names those there are.
    """
    asked = {name: value for name, value in wanted.items() if value is not None}
    there = [component for component in walk(components) if component["type"] == kind.value]
    shown = [component | {"label": caption(component)} for component in there]
    found = [c for c in shown if all(c.get(name) == value for name, value in asked.items())]
    if len(found) != 1:
        names = [component["label"] or component.get("custom_id") for component in shown]
        raise LookupError(f"{len(found)} of the {kind.name}s {names} have {asked}, not one")
    return found[0]
