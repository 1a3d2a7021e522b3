"""The command line keeps its contract: what is printed where, and how a command ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from bot.command_line.cli import cli
from index.library import Library
from tests.articles import ARTICLES
from tests.conftest import open_library

QUESTION = "How many people rode the tram on its first day?"
_CHESS = "Sigrún Hafstein won the chess tournament in Reykjavík on Sunday."
UNANSWERABLE = "What is the capital of Peru?"
SETTINGS = ("ARTICLES_DIR", "DATA_DIR", "CHROMA_URL", "EMBEDDINGS", "LOG_LEVEL", "DISCORD_TOKEN")

Footnote = Callable[..., Result]


@pytest.fixture(autouse=True)
def _no_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def _footnote(library: Library) -> Footnote:
    """Return what runs a command on the library's articles and data."""
    [articles] = library.settings.articles

    def run(command: str, *arguments: str, **options: Any) -> Result:
        places = ["--articles", str(articles), "--data-dir", str(library.settings.data)]
        return CliRunner().invoke(cli, [command, *places, *arguments], **options)

    return run


@pytest.fixture
def footnote(archive: Library) -> Footnote:
    """Run a command on the archive."""
    return _footnote(archive)


@pytest.fixture
def footnote_anew(tmp_path: Path, models: Path) -> Footnote:
    """Run a command where nothing has been indexed yet; articles go into ``articles``."""
    (tmp_path / "articles").mkdir()
    return _footnote(open_library(tmp_path, models))


def _lines(run: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_an_answer_is_printed_with_its_footnotes(footnote: Footnote) -> None:
    """A reader sees sentence, quote, publisher, date and address, and no notices among them."""
    run = footnote("ask", QUESTION)
    assert run.exit_code == 0
    assert run.stderr == ""
    assert "2,600 people rode the tram on its first day. [1]" in run.stdout
    assert "Tram 9 Reaches the Hospital at Last, The Moravian Post" in run.stdout
    assert "14 May 2024" in run.stdout
    assert "\nhttps://post.example/tram-9?from=front\n" in run.stdout


def test_a_timeline_is_printed_oldest_first(footnote: Footnote) -> None:
    """A reader sees dates, statements, figures over time and sources; a program gets JSON."""
    topic = "the cost of the extension of Tram 9"
    run = footnote("timeline", topic)
    assert run.exit_code == 0
    assert run.stdout.index("reported 14 May 2024") < run.stdout.index("reported 2 September 2024")
    assert "412 million crowns, 14 May 2024 [1]; 463 million crowns, 2 September" in run.stdout
    [timeline] = _lines(footnote("timeline", topic, "--json"))
    assert timeline["found"]
    assert [entry["citation"] for entry in timeline["entries"]] == [
        citation["number"] for citation in timeline["citations"]
    ]
    nothing = footnote("timeline", "chess tournament")
    assert (nothing.exit_code, nothing.stdout) == (0, "The articles say nothing on that topic.\n")


def test_a_claim_is_checked(footnote: Footnote) -> None:
    """A reader sees verdict and quotes, a program gets JSON, and a question is no claim."""
    claim = "Some 9,000 people rode the tram on its first day."
    run = footnote("check", claim)
    assert run.exit_code == 0
    assert "The articles say otherwise.  Against, another figure: [1]" in run.stdout
    assert "[1] “Some 2,600 people rode the tram on its first day.”" in run.stdout
    [checked] = _lines(footnote("check", claim, "--json"))
    [statement] = checked["statements"]
    assert statement["against"] == [{"citation": 1, "gives": "another figure"}]
    assert footnote("check", "Who is the mayor?").exit_code == 2


def test_an_answer_is_printed_as_json(footnote: Footnote) -> None:
    """One line, one object, letters as they are."""
    run = footnote("ask", "When does Žluťoučký kůň return?", "--json")
    [answer] = _lines(run)
    assert (run.exit_code, answer["question"]) == (0, "When does Žluťoučký kůň return?")
    assert "Žluťoučký kůň" in run.stdout


def test_a_quote_is_found_in_the_article(footnote: Footnote) -> None:
    """`article` prints the very text that quotes are counted in."""
    [answer] = _lines(footnote("ask", QUESTION, "--json"))
    for citation in answer["citations"]:
        [article] = _lines(footnote("article", citation["article"]["id"], "--json"))
        assert citation["article"].items() <= article.items()
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_silence_is_no_failure(footnote: Footnote) -> None:
    """An honest no ends with 0."""
    run = footnote("ask", UNANSWERABLE)
    assert run.exit_code == 0
    assert "[1]" not in run.stdout


def test_filters_are_heeded(footnote: Footnote) -> None:
    """Days and publisher narrow a question and a search."""
    narrow = ["--publisher", "kultura", "--since", "2023-01-01", "--until", "2023-12-31"]
    [found] = _lines(footnote("search", QUESTION, "--json", *narrow))
    assert {passage["article"]["publisher"] for passage in found["passages"]} == {"Kultura"}
    [answer] = _lines(footnote("ask", "What did Tram 9 cost?", "--json", "--as-of", "2024-06-01"))
    assert "463" not in answer["answer"]


def test_a_search_shows_as_many_passages_as_wanted(footnote: Footnote) -> None:
    """With a reader's eyes and in JSON they are the same ones."""
    run = footnote("search", QUESTION, "-k", "2")
    [found] = _lines(footnote("search", QUESTION, "-k", "2", "--json"))
    assert [passage["rank"] for passage in found["passages"]] == [1, 2]
    assert run.stdout.startswith(" 1. Tram 9 Reaches the Hospital at Last")
    assert "\n 2. " in run.stdout
    assert "\n 3. " not in run.stdout


def test_a_batch_is_answered_line_by_line(footnote: Footnote, tmp_path: Path) -> None:
    """Every line gets its line, under its id, whatever the others are like."""
    batch = tmp_path / "questions.jsonl"
    questions = [
        {"id": "tram", "question": QUESTION},
        {"id": "empty", "question": " "},
        {"id": "early", "question": QUESTION, "as_of": "2020-01-01"},
    ]
    lines = [json.dumps(question) for question in questions]
    batch.write_text("\n".join([*lines, "no json", ""]), "utf-8")
    run = footnote("ask", "--batch", str(batch))
    tram, empty, early, broken = _lines(run)
    assert run.exit_code == 1
    assert (tram["question_id"], tram["answered"]) == ("tram", True)
    assert (empty["question_id"], empty["answered"]) == ("empty", False)
    assert (early["question_id"], early["citations"]) == ("early", [])
    assert empty["error"].startswith("Line 2: ")
    assert broken["error"].startswith("Line 4: ")
    assert run.stderr.startswith("footnote: 2 of the questions")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_batch_is_read_from_standard_input(footnote: Footnote, command: str) -> None:
    """A dash stands for it, and UTF-8 is what is read, whatever the terminal's writing."""
    line = json.dumps({"id": 1, "question": "Žluťoučký kůň?"}, ensure_ascii=False)
    run = footnote(command, "--batch", "-", input=line.encode())
    [answer] = _lines(run)
    assert (run.exit_code, answer["question_id"]) == (0, 1)
    assert answer["question"] == "Žluťoučký kůň?"


def test_a_conversation_goes_on(footnote: Footnote) -> None:
    """Each line is answered, a bad one is told, and "quit" ends it."""
    run = footnote("chat", "--json", input=f"{QUESTION}\n\n?!\n{UNANSWERABLE}\nquit\n{QUESTION}\n")
    assert run.exit_code == 0
    assert [answer["answered"] for answer in _lines(run)] == [True, False]
    assert "empty" in run.stderr


def test_a_conversation_knows_what_was_said(footnote: Footnote) -> None:
    """A follow-up is understood from the answer before it, and the notice tells how."""
    run = footnote("chat", "--json", input="Was a night tram ruled out?\nWhy?\n")
    _, answer = _lines(run)
    assert (answer["question"], answer["understood_as"]) == (
        "Why?",
        "Why was a night tram ruled out?",
    )
    assert "Understood as" in answer["notices"][0]


def test_sources_can_be_shown_later(footnote: Footnote) -> None:
    """The newest answer's, or those of the answer that is named."""
    [first] = _lines(footnote("ask", QUESTION, "--json"))
    footnote("ask", UNANSWERABLE)
    assert "cites nothing" in footnote("sources").stdout
    shown = footnote("sources", first["id"])
    assert shown.stdout.startswith(QUESTION)
    assert "2,600" in shown.stdout
    assert _lines(footnote("sources", first["id"], "--json")) == [first]


def test_articles_are_listed(footnote: Footnote) -> None:
    """Every one with its id, by which it is shown whole."""
    [listed] = _lines(footnote("articles", "--json"))
    assert len(listed["articles"]) == len(ARTICLES)
    shown = footnote("articles").stdout.splitlines()
    assert [line.split()[0] for line in shown] == [item["id"] for item in listed["articles"]]
    whole = footnote("article", shown[0].split()[0])
    assert whole.stdout.startswith("Auditors Put the Price of Tram 9 Higher, Evening Dispatch")
    assert "463 million crowns" in whole.stdout


def test_the_status_tells_what_is_indexed(footnote: Footnote) -> None:
    """Numbers and model, for a reader and in JSON."""
    [status] = _lines(footnote("status", "--json"))
    assert status["articles"] == len(ARTICLES)
    assert status["embedder"] in footnote("status").stdout


def test_the_doctor_ends_with_a_failure_where_something_is_broken(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing token is none, a wrong one is."""
    assert footnote("doctor").exit_code == 0
    monkeypatch.setenv("DISCORD_TOKEN", "your-token")
    run = footnote("doctor", "--json")
    assert run.exit_code == 1
    [diagnosis] = _lines(run)
    assert diagnosis["healthy"] is False


def test_the_first_question_builds_the_index(footnote_anew: Footnote, tmp_path: Path) -> None:
    """Progress and failed files go to standard error, the answer alone to standard output."""
    (tmp_path / "articles" / "lamp.txt").write_text("The lamp was lit by Ada Lind.", "utf-8")
    (tmp_path / "articles" / "zero.txt").touch()
    run = footnote_anew("ask", "Who lit the lamp?", "--json")
    assert run.exit_code == 0
    assert len(_lines(run)) == 1
    assert "zero.txt: the file is empty" in run.stderr


def test_an_index_of_other_articles_is_told(own_archive: Library, tmp_path: Path) -> None:
    """Whoever names other articles learns that these aren't in the index, until they are."""
    footnote = _footnote(own_archive)
    (tmp_path / "lamp.txt").write_text("The lamp was lit by Ada Lind.", "utf-8")
    other = ["--articles", str(tmp_path / "lamp.txt")]
    run = footnote("ask", QUESTION, *other)
    assert "footnote rebuild" in run.stderr
    assert "2,600" in run.stdout
    footnote("rebuild", *other, "--progress", "none")
    assert footnote("ask", QUESTION, *other).stderr == ""


def test_a_rebuild_reports_what_it_did(footnote_anew: Footnote, tmp_path: Path) -> None:
    """The report is the same for a reader and in JSON; progress can be had line by line."""
    (tmp_path / "articles" / "lamp.txt").write_text("The lamp was lit by Ada Lind.", "utf-8")
    run = footnote_anew("rebuild", "--json", "--progress", "json")
    [report] = _lines(run)
    assert (run.exit_code, report["added"], report["articles"]) == (0, 1, 1)
    steps = [json.loads(line) for line in run.stderr.splitlines()]
    assert {"step": "Embedding passages", "done": 1, "total": 1} in steps
    again = footnote_anew("rebuild", "--progress", "none")
    assert again.stdout.startswith("0 added, 0 changed, 0 removed, 1 unchanged, 0 failed")
    assert again.stderr == ""


def test_a_rebuild_is_undone(own_archive: Library) -> None:
    """Which index answers again is told, to a reader and in JSON; then there is none before it."""
    footnote = _footnote(own_archive)
    built = own_archive.status().built.isoformat()
    for flags in ([], ["--json"]):
        footnote("rebuild", "--full", "--progress", "none")
        run = footnote("rebuild", "--undo", *flags)
        assert run.exit_code == 0
        assert "000001" in run.stdout
        assert built in run.stdout
    assert json.loads(run.stdout)["generation"] == "000001"
    again = footnote("rebuild", "--undo")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "no generation before 000001" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "QUESTION"),
        (["ask", "Who?", "--batch", os.devnull], "QUESTION"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["ask", "Who?", "--as-of", "yesterday"], "'yesterday' is not a day"),
        (["ask", "Who?", "--since", "2024-02-30"], "'2024-02-30' is not a day"),
        (["ask", "Who?", "--loudly"], "--loudly"),
        (["search", "Who?", "-k", "0"], "-k"),
        (["rebuild", "--progress", "fast"], "--progress"),
        (["rebuild", "--undo", "--full"], "choose one"),
        (["rebuild", "--full", "--dry-run"], "choose one"),
        (["dance"], "dance"),
        (["ask", ""], "question is empty"),
        (["ask", "?!"], "question is empty"),
        (["ask", "word " * 1000], "4,999 characters"),
    ],
)
def test_a_wrong_use_is_told(footnote: Footnote, arguments: list[str], message: str) -> None:
    """Exit code 2, and nothing on standard output."""
    run = footnote(*arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert message in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHROMA_URL", "nonsense"),
        ("CHROMA_URL", "http://127.0.0.1:port"),
        ("EMBEDDINGS", "magic"),
    ],
)
def test_a_wrong_setting_is_told(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Exit code 78, with the setting and its value."""
    monkeypatch.setenv(name, value)
    run = footnote("ask", QUESTION)
    assert (run.exit_code, run.stdout) == (78, "")
    assert run.stderr.startswith(f"footnote: {name}")
    assert value in run.stderr


@pytest.mark.parametrize("place", ["articles", "missing", "picture.png"])
def test_a_place_without_articles_is_told(
    footnote_anew: Footnote, tmp_path: Path, place: str
) -> None:
    """An empty folder, a missing one and a file of no known kind are errors of the settings."""
    (tmp_path / "picture.png").touch()
    run = footnote_anew("rebuild", "--articles", str(tmp_path / place), "--progress", "none")
    assert run.exit_code == 78
    assert place in run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["article", "nobody's"], "footnote articles"), (["sources", "nobody's"], "nobody's")],
)
def test_what_is_not_there_is_told(footnote: Footnote, arguments: list[str], message: str) -> None:
    """Exit code 1, with what was looked for or where to look."""
    run = footnote(*arguments)
    assert (run.exit_code, run.stdout) == (1, "")
    assert message in run.stderr


def test_a_dead_server_is_told(footnote_anew: Footnote, tmp_path: Path) -> None:
    """Its address and its setting are named."""
    (tmp_path / "articles" / "lamp.txt").write_text("The lamp was lit by Ada Lind.", "utf-8")
    url = "http://127.0.0.1:9"
    run = footnote_anew("ask", "Who lit the lamp?", env={"CHROMA_URL": url})
    assert run.exit_code == 1
    assert url in run.stderr
    assert "CHROMA_URL" in run.stderr


def test_a_dry_run_tells_what_a_rebuild_would_do(footnote_anew: Footnote, tmp_path: Path) -> None:
    """For a reader and in JSON; nothing is indexed by it."""
    (tmp_path / "articles" / "lamp.txt").write_text("The lamp was lit by Ada Lind.", "utf-8")
    dry_run = ("rebuild", "--dry-run", "--progress", "none")
    told = footnote_anew(*dry_run)
    assert told.stdout.splitlines()[0] == "+ lamp.txt"
    assert "1 added, 0 changed, 0 removed, 0 unchanged" in told.stdout
    [preview] = _lines(footnote_anew(*dry_run, "--json"))
    assert (preview["paths"]["added"], preview["makes_anew"]) == (["lamp.txt"], True)
    assert footnote_anew("status").exit_code == 1
    footnote_anew("rebuild", "--progress", "none")
    assert _lines(footnote_anew(*dry_run, "--json"))[0]["makes_anew"] is False


def test_a_rebuild_that_runs_is_told(own_archive: Library) -> None:
    """A second one ends at once."""
    with FileLock(own_archive.settings.data / "rebuild.lock"):
        run = _footnote(own_archive)("rebuild", "--progress", "none")
    assert run.exit_code == 1
    assert "being rebuilt already" in run.stderr


def _process(library: Library, *arguments: str) -> subprocess.Popen[str]:
    """Run a command as a shell would."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments, "--data-dir", str(library.settings.data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_batch_is_answered_as_it_is_written(archive: Library) -> None:
    """Each answer is there before the next question is asked."""
    with _process(archive, "ask", "--batch", "-") as asking:
        assert asking.stdin
        assert asking.stdout
        for number in range(3):
            asking.stdin.write(json.dumps({"id": number, "question": QUESTION}) + "\n")
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["question_id"] == number
        asking.stdin.close()
    assert asking.returncode == 0


def test_a_reader_that_leaves_gets_no_complaint(archive: Library) -> None:
    """`footnote … | head -1` ends quietly."""
    with _process(archive, "search", QUESTION, "--json") as searching:
        assert searching.stdout
        assert searching.stderr
        searching.stdout.close()
        assert searching.stderr.read() == ""


def test_an_interrupt_ends_without_a_traceback(archive: Library) -> None:
    """Ctrl-C in the middle has exit code 130."""
    with _process(archive, "ask", "--batch", "-") as asking:
        assert asking.stdin
        assert asking.stdout
        assert asking.stderr
        asking.stdin.write(json.dumps({"question": QUESTION}) + "\n")
        asking.stdin.flush()
        assert asking.stdout.readline()
        asking.send_signal(signal.SIGINT)
        assert "Traceback" not in asking.stderr.read()
    assert asking.returncode == 130


def test_a_collection_is_looked_at_by_its_id(own_archive: Library) -> None:
    """Every reading command shows everyone's articles, and with --collection that one's as well."""
    footnote, question = _footnote(own_archive), "Who won the chess tournament in Reykjavík?"
    [added] = own_archive.of("7").add("chess.txt", _CHESS.encode()).articles
    [report] = _lines(footnote("rebuild", "--collection", "7", "--json"))
    assert (report["added"], report["articles"]) == (1, 1)
    own, everyones = ["--json", "--collection", "7"], ["--json"]
    for options, is_shown in ((own, True), (everyones, False)):
        runs = [
            footnote("ask", question, *options),
            footnote("search", question, *options),
            footnote("chat", *options, input=question),
            footnote("articles", *options),
            footnote("article", added.id, *options),
        ]
        assert [added.path in run.stdout for run in runs] == [is_shown] * len(runs)
    [status] = _lines(footnote("status", *own))
    assert status["articles"] == len(ARTICLES) + 1


def test_what_was_quoted_of_a_removed_article_is_still_shown(own_archive: Library) -> None:
    """An answer keeps its sources, whatever becomes of the articles."""
    footnote, library = _footnote(own_archive), own_archive.of("7")
    [added] = library.add("chess.txt", _CHESS.encode()).articles
    library.rebuild()
    asked = ["Who won the chess tournament in Reykjavík?", "--collection", "7", "--json"]
    [answer] = _lines(footnote("ask", *asked))
    library.remove(added.id)
    assert footnote("rebuild", "--collection", "7").exit_code == 0
    [forgotten] = _lines(footnote("ask", *asked))
    assert (answer["answered"], forgotten["answered"]) == (True, False)
    [kept] = _lines(footnote("sources", answer["id"], "--json"))
    assert kept["citations"][0]["quote"] == _CHESS


@pytest.mark.parametrize("collection_id", ["", "../1", "A"])
def test_a_wrong_collection_is_a_mistake_in_the_usage(
    footnote: Footnote, collection_id: str
) -> None:
    """The sentence says what an id is."""
    run = footnote("articles", "--collection", collection_id)
    assert (run.exit_code, run.stdout) == (2, "")
    assert "digits and small letters" in run.stderr
