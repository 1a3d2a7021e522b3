"""Answers are judged by their questions' keys."""

from dataclasses import replace

import pytest

from index.answer import Answer, Citation, Sentence
from index.article import Reference
from index.scorecard.answers import answer_measures, judge
from index.scorecard.questions import ScoredQuestion

GOLD = Reference(id="gold", path="gold.txt")
OTHER = Reference(id="other", path="other.txt")
REFUSAL = Answer(question="Who?", answered=False, sentences=(Sentence("Ida is not named.", ()),))


def question(**key: object) -> ScoredQuestion:
    """Return a question that GOLD answers, with the rest of its key."""
    fields = {"id": "q", "text": "Who?", "gold": frozenset({"gold"})} | key
    return ScoredQuestion(**fields)  # type: ignore[arg-type]


def answer(*quoted: tuple[Reference, str]) -> Answer:
    """Return an answer of these quotes."""
    citations = tuple(
        Citation(number=number, quote=quote, start=0, end=len(quote), article=article)
        for number, (article, quote) in enumerate(quoted, start=1)
    )
    sentences = tuple(Sentence(citation.quote, (citation.number,)) for citation in citations)
    return Answer(question="Who?", answered=True, sentences=sentences, citations=citations)


@pytest.mark.parametrize(("given", "refused"), [(REFUSAL, 1.0), (answer((GOLD, "Ida.")), 0.0)])
def test_an_unanswerable_question_is_to_be_refused(given: Answer, refused: float) -> None:
    """Nothing else is measured of it."""
    assert judge(question(answerable=False), given) == {"refused": refused}


def test_a_refused_question_has_no_truth_in_it() -> None:
    """Words of the refusal that happen to be a fact don't count, and it has no form."""
    assert judge(question(facts=("Ida",)), REFUSAL) == {
        "answered": 0.0,
        "fact_in_answer": 0.0,
        "fact_in_citation": 0.0,
        "gold_cited": 0.0,
        "first_citation_gold": 0.0,
    }


def test_a_fact_is_found_whatever_its_case_and_white_space() -> None:
    """Any one of the facts is enough."""
    given = answer((GOLD, "The captain,  IDA\nBRANDT, retires."))
    measures = judge(question(facts=("Ida Brandt", "Brandt, Ida")), given)
    assert measures["fact_in_answer"] == measures["fact_in_citation"] == 1.0


def test_a_fact_from_elsewhere_is_none_of_the_gold_article() -> None:
    """It counts in the answer and not in a citation."""
    given = answer((OTHER, "Ida retires."), (GOLD, "The ferry stops."))
    measures = judge(question(facts=("Ida",)), given)
    assert measures["fact_in_answer"] == 1.0
    assert measures["fact_in_citation"] == 0.0
    assert measures["gold_cited"] == 1.0
    assert measures["first_citation_gold"] == 0.0


@pytest.mark.parametrize(("given", "found"), [(answer((GOLD, "Ida.")), 1.0), (REFUSAL, 0.0)])
def test_a_fact_that_the_gold_article_tells_can_be_found(given: Answer, found: float) -> None:
    """One that no article tells is no fault of the answer."""
    assert judge(question(facts=("Ida",), told=True), given)["fact_where_told"] == found
    assert "fact_where_told" not in judge(question(facts=("Ida",)), given)


def test_sentences_are_compared_with_the_known_ones() -> None:
    """Two of three quoted sentences agree, and two of four known ones: by hand."""
    known = ("Ida retires.", "The ferry stops for the winter.", "Snow fell.", "Nobody was hurt.")
    given = answer((GOLD, "Ida  retires. The ferry stops"), (GOLD, "Trains run."))
    measures = judge(question(sentences=known), given)
    assert measures["sentence_precision"] == pytest.approx(2 / 3)
    assert measures["sentence_recall"] == 0.5
    assert measures["sentence_f1"] == pytest.approx(4 / 7)


def test_no_agreement_is_no_error() -> None:
    """F1 is 0 where precision and recall are."""
    measures = judge(question(sentences=("Snow fell.",)), answer((GOLD, "Trains run.")))
    assert measures["sentence_f1"] == 0.0


def test_the_form_is_counted() -> None:
    """Sentences and words of the text, and the share of supported ones."""
    given = answer((GOLD, "Ida retires. Snow fell."), (GOLD, "Trains run."))
    unsupported = replace(given.sentences[1], supported=False)
    measures = judge(question(), replace(given, sentences=(given.sentences[0], unsupported)))
    assert (measures["sentences"], measures["words"], measures["supported"]) == (3.0, 6.0, 0.5)


def test_each_measure_is_a_mean_over_the_questions_that_allow_it() -> None:
    """An unanswerable question doesn't weigh on what it can't have."""
    asked = [question(facts=("Ida",)), question(facts=("Bo",)), question(answerable=False)]
    measures = answer_measures(asked, lambda _: answer((GOLD, "Ida retires.")))
    assert measures["fact_in_answer"].mean == 0.5
    assert measures["fact_in_answer"].questions == 2
    assert measures["refused"].questions == 1
