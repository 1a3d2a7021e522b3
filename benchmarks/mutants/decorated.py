"""Lets mutmut mutate properties and context managers too.

By itself it leaves every function with a decorator alone, and so half of what lends generations.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import libcst as cst
from mutmut.mutation import file_mutation

# What changes how a function is called, and nothing when the module is imported.
_HARMLESS = {"property", "cached_property", "contextmanager"}


def mutate_decorated() -> None:
    """Have mutmut mutate functions that have one of these decorators and no other."""
    file_mutation.MutationVisitor._skip_node_and_children = _skipping(  # type: ignore[assignment, method-assign]
        file_mutation.MutationVisitor._skip_node_and_children
    )
    file_mutation.function_trampoline_arrangement = _arranging(
        file_mutation.function_trampoline_arrangement
    )


def _skipping(skips: Callable[[Any, cst.CSTNode], bool]) -> Callable[[Any, cst.CSTNode], bool]:
    def skips_but_decorated(visitor: Any, node: cst.CSTNode) -> bool:
        return skips(visitor, _undecorated(node) if _is_harmless(node) else node)

    return skips_but_decorated


def _arranging(arrange: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate what is called alone, not the copies among which it chooses."""

    def arrange_decorated(
        function: cst.FunctionDef, mutants: Iterable[Any], class_name: str | None
    ) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any], Sequence[str]]:
        if not _is_harmless(function):
            return arrange(function, mutants, class_name)  # type: ignore[no-any-return]
        declared, [called, *copies], assigned, names = arrange(
            _undecorated(function), mutants, class_name
        )
        decorators = [*function.decorators, *called.decorators]
        return declared, [called.with_changes(decorators=decorators), *copies], assigned, names

    return arrange_decorated


def _is_harmless(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.FunctionDef) and [
        each.decorator.value for each in node.decorators if isinstance(each.decorator, cst.Name)
    ] in [[name] for name in _HARMLESS]


def _undecorated(node: cst.CSTNode) -> cst.CSTNode:
    return node.with_changes(decorators=())
