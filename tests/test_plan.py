"""A plan says what becomes of every article before anything is done."""

from index.errors import ArticleError
from index.plan import Plan, Preview, plan


def test_a_plan_says_what_becomes_of_each_article() -> None:
    """Fingerprints are compared by article, and each article is in one set."""
    stored = {"same": "1", "edited": "1", "gone": "1"}
    wanted = {"same": "1", "edited": "2", "new": "1"}
    assert plan(stored, wanted) == Plan(
        added=frozenset({"new"}),
        changed=frozenset({"edited"}),
        removed=frozenset({"gone"}),
        unchanged=frozenset({"same"}),
    )


def test_a_preview_names_the_articles_by_their_paths() -> None:
    """What is removed is named as it was stored, all else as it is found; scripts get numbers."""
    stored = {"same": "1", "edited": "1", "gone": "1"}
    wanted = {"same": "1", "edited": "2", "new": "1"}
    preview = Preview.of(
        plan(stored, wanted),
        stored={key: f"old/{key}.txt" for key in stored},
        wanted={key: f"{key}.txt" for key in wanted},
        failed=[ArticleError("zero.txt", "the file is empty")],
        makes_anew=True,
    )
    assert preview.to_json() == {
        "dry_run": True,
        "added": 1,
        "changed": 1,
        "removed": 1,
        "unchanged": 1,
        "failed": [{"path": "zero.txt", "reason": "the file is empty"}],
        "paths": {"added": ["new.txt"], "changed": ["edited.txt"], "removed": ["old/gone.txt"]},
        "makes_anew": True,
    }
