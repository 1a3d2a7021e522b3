"""Changes the code in a thousand small ways, and tells which of them no test notices.

    python -m benchmarks.mutants [SUBJECT...] [--children 2]

mutmut makes the mutants, in ``.mutants/``, and runs those tests of the subject that reach the
changed function. What was killed is remembered there until the function changes: remove the folder
to begin anew. Each survivor is printed as a diff, then the table. The exit code is 1 where fewer
than 85 in 100 were killed.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import hypothesis
import mutmut.__main__
from mutmut import configuration
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.workers import isolation

from benchmarks.mutants.decorated import mutate_decorated
from benchmarks.mutants.results import Mutant, forget_survivors, read, table
from benchmarks.mutants.subjects import SUBJECTS, Subject

_ROOT = Path(__file__).parents[2]
_PLACE = _ROOT / ".mutants"
_NEEDED = ("bot", "index", "tests", "pyproject.toml")
_ENOUGH = 0.85  # of all mutants, those included that mean the same
_NAMES = [subject.name for subject in SUBJECTS]


@click.command(help=__doc__)
@click.argument("names", nargs=-1, type=click.Choice(_NAMES), metavar="[SUBJECT]...")
@click.option("--children", default=2, show_default=True, help="How many mutants at a time.")
@click.option("--here", is_flag=True, hidden=True, help="Try one subject in this very process.")
def main(names: Sequence[str], children: int, here: bool) -> None:
    """Try the mutants of some subjects, or of all."""
    subjects = [subject for subject in SUBJECTS if not names or subject.name in names]
    if here:
        _try(subjects[0], children)
        return
    for subject in subjects:
        _try_apart(subject, children)
    mutants = [mutant for subject in subjects for mutant in _tried(subject)]
    click.echo(table(mutants))
    sys.exit(sum(each.is_killed for each in mutants) < _ENOUGH * len(mutants))


def _try_apart(subject: Subject, children: int) -> None:
    """Try a subject in a process of its own, and print what survived."""
    place = _prepared(subject)
    click.echo(f"{subject.name}: see {place / 'log'}", err=True)
    command = [sys.executable, "-m", "benchmarks.mutants", "--here", f"--children={children}"]
    with (place / "log").open("w") as log:
        done = subprocess.run(  # noqa: S603
            [*command, subject.name], check=False, stdout=log, stderr=log, cwd=_ROOT
        )
    if done.returncode:
        sys.exit(f"mutmut failed: its last words are in {place / 'log'}.")
    click.echo((place / "survivors").read_text("utf-8"), nl=False)


def _try(subject: Subject, children: int) -> None:
    """Let mutmut try a subject's mutants in a folder of its own, and write what survived."""
    place = _prepared(subject)
    for module in subject.modules:
        forget_survivors(place, module)
    os.environ["MODELS_OF_TESTS"] = str(_PLACE / "models")
    os.chdir(place)
    settings = configuration.config()
    settings.only_mutate = list(subject.modules)
    settings.pytest_add_cli_args_test_selection = list(subject.tests)
    if subject.at_import:
        settings.forkserver_warmup = configuration.ForkServerWarmup.NONE
    # The same examples each time, and none made smaller: it is enough to know that one fails.
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, phases=phases, deadline=None
    )
    mutate_decorated()
    _run_quick_ones_first(subject)
    mutmut.__main__._run((), children)
    survivors = (
        f"# {mutant.status}: {mutant.name}\n"
        f"{get_diff_for_mutant(mutant.name, path=Path(mutant.module))}\n"
        for mutant in _tried(subject)
        if not mutant.is_killed
    )
    Path("survivors").write_text("".join(survivors), "utf-8")


def _prepared(subject: Subject) -> Path:
    place = _PLACE / subject.name
    place.mkdir(parents=True, exist_ok=True)
    for name in _NEEDED:
        if not (place / name).exists():
            (place / name).symlink_to(_ROOT / name)
    return place


def _run_quick_ones_first(subject: Subject) -> None:
    """Have the tests of a mutant run in the order of their files, not in that of a set."""
    submit = isolation.ForkServerRunner.submit

    def submit_sorted(
        self: isolation.ForkServerRunner,
        mutant_name: str,
        tests: list[str],
        cpu_time_limit: int,
        estimated_time: float,
    ) -> None:
        durations = state().duration_by_test
        if subject.at_import:
            tests = list(durations)
        tests.sort(key=lambda t: (subject.tests.index(t.partition("::")[0]), durations[t], t))
        submit(self, mutant_name, tests, cpu_time_limit, estimated_time)

    isolation.ForkServerRunner.submit = submit_sorted  # type: ignore[method-assign]


def _tried(subject: Subject) -> list[Mutant]:
    place = _PLACE / subject.name
    return [mutant for module in subject.modules for mutant in read(place, module)]


if __name__ == "__main__":
    main()
