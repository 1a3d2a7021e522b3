"""Five short articles and questions on them, for the tests of the scorecard."""

import json
from pathlib import Path

ARTICLES = {
    "bridge": "The bridge over the Wend reopened on Monday. Repairs had taken 14 months.",
    "library": "The town library lends seeds as well as books. Gardeners return them in autumn.",
    "ferry": "The ferry to Holm Island stops for the winter. Its captain, Ida Brandt, retires.",
    "bakery": "A bakery in Harbour Street burned down. Nobody was hurt, the fire brigade said.",
    "school": "The village school has eleven pupils. A new teacher came from Norway in August.",
}
QUESTIONS = (
    {
        "id": "captain",
        "question": "Who is the captain of the ferry to Holm Island?",
        "gold": ["ferry.txt"],
        "answer": ["Ida Brandt"],
        "sentences": ["Its captain, Ida Brandt, retires."],
    },
    {
        "id": "repairs",
        "question": "How many months did repairs of the bridge over the Wend take?",
        "gold": ["bridge.txt"],
        "answer": ["14 months", "fourteen"],
    },
    {"id": "moon", "question": "Which probe landed on the moon?", "answerable": False},
)


def write_articles(folder: Path) -> Path:
    """Write each article to a file of its name; return the folder."""
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def write_questions(path: Path, *questions: dict[str, object]) -> Path:
    """Write a question file, by default of all QUESTIONS; return its path."""
    lines = (json.dumps(question) for question in questions or QUESTIONS)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
