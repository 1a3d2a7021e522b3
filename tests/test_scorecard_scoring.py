"""A small collection is scored, by the library and by the command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.command_line.cli import cli
from index.errors import QuestionError
from index.library import Library
from index.scorecard.replies import REPLIES
from index.scorecard.scorecard import Scorecard
from index.scorecard.scoring import score_files
from index.scorecard.systems import OURS, SYSTEMS
from index.settings import Settings
from tests.needs import needs_model
from tests.scorecard_collection import write_articles, write_questions

pytestmark = needs_model


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles, questions on them, and the index in ``data``."""
    folder = tmp_path_factory.mktemp("tiny")
    write_questions(folder / "questions.jsonl")
    library = Library.open(_settings(write_articles(folder / "articles"), folder / "data"))
    library.rebuild()
    library.close()
    return folder


@pytest.fixture(scope="module")
def card(collection: Path) -> Scorecard:
    """The collection's scorecard."""
    library = Library.open(_settings(collection / "articles", collection / "data"))
    [scored] = score_files(library, [collection / "questions.jsonl"])
    library.close()
    return scored


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_finds_what_is_plain(card: Scorecard, system: str) -> None:
    """Each question's article shares its words with no other, so it is first."""
    measures = card.retrieval[system].measures
    assert {name: estimate.mean for name, estimate in measures.items()} == {
        "hits@1": 1.0,
        "hits@4": 1.0,
        "hits@10": 1.0,
        "mrr@10": 1.0,
    }
    assert measures["hits@1"].questions == 2


def test_a_set_is_named_for_its_folder(card: Scorecard, collection: Path) -> None:
    """So that floors of files of one name differ."""
    assert card.name == f"{collection.name}/questions"


def test_whole_passages_have_the_facts_and_never_refuse(card: Scorecard) -> None:
    """The plain baseline is what it is said to be."""
    [baseline] = [score for name, score in card.answers.items() if name != OURS]
    assert baseline.measures["fact_in_citation"].mean == 1.0
    assert baseline.measures["sentence_recall"].mean == 1.0
    assert baseline.measures["gold_cited"].mean == 1.0
    assert baseline.measures["refused"].mean == 0.0


def test_a_quote_is_always_borne_out(card: Scorecard) -> None:
    """It is what the article says."""
    assert card.answers[OURS].measures["supported"].mean == 1.0


def test_facts_are_looked_for_where_they_are_told(collection: Path, tmp_path: Path) -> None:
    """Of two questions on one article, it answers one."""
    asked = {"question": "Who is the captain of the ferry to Holm Island?", "gold": ["ferry.txt"]}
    told, untold = {"id": 1, "answer": ["Ida Brandt"]}, {"id": 2, "answer": ["Bo Lind"]}
    questions = write_questions(tmp_path / "facts.jsonl", asked | told, asked | untold)
    run = _score(collection, questions, "--json", "--no-baselines")
    measures = json.loads(run.stdout)["scorecards"][0]["answers"][OURS]["measures"]
    assert measures["fact_in_answer"]["questions"] == 2
    assert measures["fact_where_told"]["questions"] == 1


def test_seconds_are_measured(card: Scorecard) -> None:
    """The slower questions take no less than the middle one."""
    for score in (*card.retrieval.values(), *card.answers.values()):
        assert 0 < score.p50 <= score.p95


def test_questions_on_other_articles_are_refused(collection: Path, tmp_path: Path) -> None:
    """A score of 0 would say nothing of retrieval."""
    stray = {"id": 1, "question": "Who?", "gold": ["elsewhere.txt"]}
    run = _score(collection, write_questions(tmp_path / "stray.jsonl", stray))
    assert run.exit_code == QuestionError.exit_code
    assert "elsewhere.txt" in run.stderr


def test_the_command_prints_one_object(collection: Path, card: Scorecard) -> None:
    """It names every system, and the same run gives the same measures."""
    run = _score(collection, collection / "questions.jsonl", "--json")
    assert run.exit_code == 0
    [scored] = json.loads(run.stdout)["scorecards"]
    assert (list(scored["retrieval"]), list(scored["answers"])) == (list(SYSTEMS), list(REPLIES))
    for system, score in card.retrieval.items():
        assert scored["retrieval"][system]["measures"] == score.to_json()["measures"]


def test_the_command_prints_a_table(collection: Path) -> None:
    """Without the baselines, Footnote stands alone in it."""
    run = _score(collection, collection / "questions.jsonl", "--no-baselines")
    assert run.exit_code == 0
    assert "Hits@4" in run.stdout
    assert "fact in citation" in run.stdout
    assert not [system for system in SYSTEMS if system != OURS and system in run.stdout]


def test_the_command_fails_below_a_floor(collection: Path, tmp_path: Path) -> None:
    """The measure is named, and the scorecard written all the same."""
    floors, saved = tmp_path / "floors.json", tmp_path / "scorecard.json"
    floors.write_text(json.dumps({"tiny/questions": {"hits@1": 1.1, "hits@4": 0.9}}), "utf-8")
    options = ["--no-baselines", "--collection", "tiny", "--floors", floors, "--save", saved]
    run = _score(collection, collection / "questions.jsonl", *options)
    assert run.exit_code == 1
    assert "hits@1 is 1.0, and its floor 1.1" in run.stderr
    assert len(json.loads(saved.read_text("utf-8"))["below"]) == 1


def test_changing_floors_needs_their_file(collection: Path) -> None:
    """It is a usage error, told before anything is measured."""
    run = _score(collection, collection / "questions.jsonl", "--update-floors")
    assert run.exit_code == 2
    assert "--floors PATH" in run.stderr


def _settings(articles: Path, data: Path) -> Settings:
    return Settings.from_mapping({"ARTICLES_DIR": str(articles), "DATA_DIR": str(data)})


def _score(collection: Path, questions: Path, *options: object) -> Result:
    place = ("--articles", collection / "articles", "--data-dir", collection / "data")
    return CliRunner().invoke(cli, ["score", *map(str, (questions, *place, *options))])
