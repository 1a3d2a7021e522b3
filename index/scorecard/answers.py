"""What an answer is worth, judged by its question's key."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from index.answer import Answer
from index.scorecard.measures import Measures, estimates
from index.scorecard.questions import ScoredQuestion
from index.text.sentences import split_sentences

Reply = Callable[[ScoredQuestion], Answer]


def judge(question: ScoredQuestion, answer: Answer) -> dict[str, float]:
    """Return the measures of one answer that its question allows, most of them 1 or 0.

    Of an unanswerable question: ``refused``. Of an answerable one, and 0 where it is refused:

    - ``answered``;
    - ``fact_in_answer``: one of the facts stands in the text, whatever the case and white space;
    - ``fact_where_told``: the same, of the questions whose gold article tells the fact;
    - ``fact_in_citation``: one stands so in a quote from a gold article;
    - ``gold_cited``: a citation is from a gold article;
    - ``first_citation_gold``: the first citation is.

    Of an answerable question that got an answer: ``supported``, the share of the answer's
    sentences that are marked so; ``sentences`` and ``words``, how many the answer has; and where
    the answering sentences are known, ``sentence_precision``, ``sentence_recall`` and
    ``sentence_f1``. A quoted sentence agrees with a known one if, whatever the case and white
    space, one is the other or a part of it; precision is the share of the quoted sentences that
    agree with a known one, recall the share of the known ones that agree with a quoted one, F1
    their harmonic mean.
    """
    if not question.answerable:
        return {"refused": float(not answer.answered)}
    measures = {"answered": float(answer.answered)} | _truth(question, answer)
    if answer.answered:
        measures |= _form(answer)
    if answer.answered and question.sentences:
        measures |= _agreement(_quoted(answer), {_folded(known) for known in question.sentences})
    return measures


def answer_measures(questions: Iterable[ScoredQuestion], reply: Reply) -> Measures:
    """Return the mean of each measure over the questions that allow it."""
    columns: dict[str, list[float]] = defaultdict(list)
    for question in questions:
        for name, value in judge(question, reply(question)).items():
            columns[name].append(value)
    return estimates(columns)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _truth(question: ScoredQuestion, answer: Answer) -> dict[str, float]:
    citations = answer.citations if answer.answered else ()
    text = " ".join(sentence.text for sentence in answer.sentences) if answer.answered else ""
    from_gold = [question.is_gold(citation.article) for citation in citations]
    quotes = [citation.quote for citation, gold in zip(citations, from_gold, strict=True) if gold]
    measures = {}
    if question.facts:
        measures["fact_in_answer"] = float(tells(text, question.facts))
        if question.told:
            measures["fact_where_told"] = measures["fact_in_answer"]
        in_quotes = any(tells(quote, question.facts) for quote in quotes)
        measures["fact_in_citation"] = float(in_quotes)
    if question.gold:
        measures["gold_cited"] = float(any(from_gold))
        measures["first_citation_gold"] = float(from_gold[:1] == [True])
    return measures


def tells(text: str, facts: Iterable[str]) -> bool:
    """Tell whether one of the facts stands in a text, whatever the case and white space."""
    return any(_folded(fact) in _folded(text) for fact in facts)


def _form(answer: Answer) -> dict[str, float]:
    texts = [sentence.text for sentence in answer.sentences]
    return {
        "supported": sum(sentence.supported for sentence in answer.sentences) / len(texts),
        "sentences": float(sum(len(split_sentences(text)) for text in texts)),
        "words": float(sum(len(text.split()) for text in texts)),
    }


def _quoted(answer: Answer) -> set[str]:
    return {
        _folded(citation.quote[start:end])
        for citation in answer.citations
        for start, end in split_sentences(citation.quote)
    }


def _agreement(quoted: set[str], known: set[str]) -> dict[str, float]:
    def share_met(some: set[str], others: set[str]) -> float:
        met = [any(one in other or other in one for other in others) for one in some]
        return sum(met) / len(met) if met else 0.0

    precision, recall = share_met(quoted, known), share_met(known, quoted)
    both = precision + recall
    return {
        "sentence_precision": precision,
        "sentence_recall": recall,
        "sentence_f1": 2 * precision * recall / both if both else 0.0,
    }
