"""What is mutated, and which tests have to notice it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Modules whose mutants are tried, and the test files that are run, quick ones first.

    ``at_import`` tells that a module's functions are called while others are imported: they are
    imported anew for each mutant then, and all tests are run, for none is known to call them.
    """

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    at_import: bool = False


SUBJECTS = (
    Subject(
        name="rendering",
        modules=(
            "bot/messages/crediting.py",
            "bot/messages/layout.py",
            "bot/messages/markdown.py",
            "bot/messages/pages.py",
            "bot/messages/rendering.py",
            "bot/messages/source_pages.py",
        ),
        tests=(
            "tests/test_bot_markdown.py",
            "tests/test_bot_pages.py",
            "tests/test_bot_crediting.py",
            "tests/test_bot_layout.py",
            "tests/test_bot_rendering.py",
            "tests/test_bot_source_pages.py",
        ),
    ),
    Subject(
        name="citations",
        modules=(
            "index/answer.py",
            "index/answering/backing.py",
            "index/answering/reply.py",
            "index/link.py",
            "index/text/sentences.py",
        ),
        tests=(
            "tests/test_answer.py",
            "tests/test_sentences.py",
            "tests/test_answering_reply.py",
            "tests/test_link.py",
            "tests/test_answering_backing.py",
        ),
    ),
    Subject(
        name="permissions",
        modules=("bot/permissions.py", "bot/readership.py"),
        tests=("tests/test_bot_permissions.py", "tests/test_bot_readership.py"),
        at_import=True,
    ),
    Subject(
        name="visibility",
        modules=("bot/visibility.py",),
        tests=("tests/test_bot_sources.py", "tests/test_forged_ids.py"),
    ),
    Subject(
        name="generations",
        modules=(
            "index/store/generation.py",
            "index/store/generations.py",
            "index/store/lending.py",
        ),
        tests=(
            "tests/test_store_generation.py",
            "tests/test_store_generations.py",
            "tests/test_store_lending.py",
        ),
    ),
)
