"""What a process frees it gives back, so that rebuilds don't make it larger and larger."""

import json
import subprocess
import sys
from pathlib import Path

from index.library import Library
from tests.test_rebuild import QUESTION

PROGRAM = """
import json, sys
from dataclasses import replace
from pathlib import Path
from index.library import Library
from index.settings import Settings

articles, data, question = sys.argv[1:]
settings = replace(Settings.from_mapping({}), articles=(Path(articles),), data=Path(data))
library = Library.open(settings)

def megabytes():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) // 1024

library.ask(question)
library.rebuild(full=True)
rebuilt = megabytes()
library.ask(question)
print(json.dumps([rebuilt, megabytes()]))
"""


def test_memory_is_given_back_with_a_generation(own_archive: Library) -> None:
    """What a rebuild in the same process took for a moment is then others' again."""
    settings = own_archive.settings
    places = [str(settings.articles[0]), str(settings.data), QUESTION]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *places],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=True,
    )
    rebuilt, afterwards = json.loads(run.stdout)
    assert afterwards < rebuilt - 8
