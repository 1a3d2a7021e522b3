"""How work that takes a core is run, while whoever waits for it does something else."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Run(Protocol):
    """Calls a function somewhere off the event loop; `asyncio.to_thread` is one."""

    def __call__(
        self,
        function: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Awaitable[Result]:
        """Return what the function returns, once it has."""


async def run_here(
    function: Callable[Arguments, Result],
    /,
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Result:
    """Return what the function returns; the event loop waits, for nobody else is served by it."""
    return function(*args, **kwargs)
