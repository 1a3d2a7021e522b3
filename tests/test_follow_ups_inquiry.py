"""A follow-up is understood from what was asked and answered before."""

import pytest

from index.answer import Answer, Citation, Sentence
from index.article import Reference
from index.conversation import Conversation
from index.dates.partial_date import PartialDate
from index.follow_ups.inquiry import Inquiry, understand

TRAM = "How much did Tram 9 cost?"
KILLED = "How many people were killed in Mariupol in 2022?"
MAYOR = "The extension cost 412 million crowns, said the mayor, Jiří Zábranský."


def _citation(quote: str) -> Citation:
    article = Reference(id="a", path="a.md", published=PartialDate.parse("2024-05-14"))
    return Citation(number=1, quote=quote, start=0, end=len(quote), article=article)


def _answer(question: str, text: str = "", *, understood_as: str | None = None) -> Answer:
    return Answer(
        question=question,
        understood_as=understood_as,
        answered=bool(text),
        sentences=(Sentence(text, (1,)),) if text else (),
        citations=(_citation(text),) if text else (),
    )


def _understood(question: str, *answers: Answer) -> str:
    return understand(question, Conversation.of(answers)).question


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        (KILLED, "And in 2024?", "How many people were killed in Mariupol in 2024?"),
        (KILLED, "What about 2021?", "How many people were killed in Mariupol in 2021?"),
        (KILLED, "In 2023?", "How many people were killed in Mariupol in 2023?"),
        (KILLED, "and since May 2023?", "How many people were killed in Mariupol since May 2023?"),
        (KILLED, "and yesterday?", "How many people were killed in Mariupol yesterday?"),
        (KILLED, "And the year after?", "How many people were killed in Mariupol in 2023?"),
        (KILLED, "the year before?", "How many people were killed in Mariupol in 2021?"),
        (KILLED, "And a year later?", "How many people were killed in Mariupol in 2023?"),
        (KILLED, "What about Kherson?", "How many people were killed in Kherson in 2022?"),
        (KILLED, "And in Kherson?", "How many people were killed in Kherson in 2022?"),
        (TRAM, "And Tram 12?", "How much did Tram 12 cost?"),
        (TRAM, "And in Brackwater?", "How much did Tram 9 cost in Brackwater?"),
        (TRAM, "and in 2024?", "How much did Tram 9 cost in 2024?"),
        ("Did Biden meet Putin?", "What about Trump?", "Did Trump meet Putin?"),
        (
            "What did Zelensky say in Davos?",
            "What about Putin?",
            "What did Putin say in Davos?",
        ),
        ("Who is the mayor of Želivov?", "And of Brackwater?", "Who is the mayor of Brackwater?"),
        ("Who is the mayor of Želivov?", "And Šumperk?", "Who is the mayor of Šumperk?"),
        ("What happened in April 2024?", "And in May?", "What happened in May 2024?"),
        ("What happened on 3 April 2024?", "and on 4 April?", "What happened on 4 April 2024?"),
        ("What was decided on Monday?", "And Tuesday?", "What was decided on Tuesday?"),
        (
            "How many people rode the tram on its first day?",
            "And the second day?",
            "How many people rode the tram on its second day?",
        ),
        ("Did 40 houses burn?", "What about 65?", "Did 65 houses burn?"),
    ],
)
def test_a_new_part_replaces_the_old_one(before: str, question: str, understood: str) -> None:
    """A time takes the place of a time, a name of a name, a number of a number."""
    assert _understood(question, _answer(before)) == understood


def test_the_year_after_may_be_counted_from_the_answer() -> None:
    """Where none was asked about, the year of what was cited is the one spoken of."""
    answer = _answer(TRAM, "The tram was opened in 2019.")
    assert _understood("And the year after?", answer) == "How much did Tram 9 cost in 2020?"
    dated = _answer(TRAM, MAYOR)
    assert _understood("And the year before?", dated) == "How much did Tram 9 cost in 2023?"


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        (_answer(TRAM, MAYOR), "How old is he?", "How old is Jiří Zábranský?"),
        (_answer(TRAM, MAYOR), "What did his wife say?", "What did Jiří Zábranský’s wife say?"),
        (_answer(TRAM, MAYOR), "When did it open?", "When did Tram 9 open?"),
        (_answer(TRAM), "What is its length?", "What is Tram 9’s length?"),
        (_answer("What did Zelensky say?"), "Where was he born?", "Where was Zelensky born?"),
        (_answer("Who is Owen Tate?"), "Who pays him?", "Who pays Owen Tate?"),
        (_answer("Who is Zoë Müller?"), "What is her job?", "What is Zoë Müller’s job?"),
        (_answer("Who is Zoë Müller?"), "Who met her in May?", "Who met Zoë Müller in May?"),
        (
            _answer("How much did the extension of Tram 9 cost?"),
            "When did it open?",
            "When did the extension of Tram 9 open?",
        ),
        (_answer("Where is the new hospital?"), "When was it built?", "When was the new hospital"),
    ],
)
def test_pronouns_get_their_names(before: Answer, question: str, understood: str) -> None:
    """They are those of the last question, or of whoever speaks in the answer."""
    assert _understood(question, before).startswith(understood)


@pytest.mark.parametrize(
    "question",
    ["Why?", "How many of them?", "When was that?", "And the depot?", "What did they reply?"],
)
def test_whatever_else_leans_back_gets_the_question_before_it(question: str) -> None:
    """It comes along whole, and the new question stays first: it says what is wanted."""
    assert _understood(question, _answer(TRAM, MAYOR)) == f"{question} ({TRAM})"


@pytest.mark.parametrize("word", ["Why", "When", "Where"])
def test_a_mere_question_word_opens_what_could_be_denied(word: str) -> None:
    """After "Was it ruled out?" a mere "Why?" asks why it was."""
    asked = _answer("Was a night tram ruled out?")
    assert _understood(f"{word.lower()}?", asked) == f"{word} was a night tram ruled out?"


@pytest.mark.parametrize(
    "question",
    [
        "yes",
        "Yes, please!",
        "more",
        "Tell me more",
        "ok, go on",
        "And?",
        "what else?",
        "Can you tell me more about that?",
    ],
)
def test_more_is_the_same_question_without_what_was_cited(question: str) -> None:
    """All that was cited since it was first asked is left out."""
    first = _answer(TRAM, MAYOR)
    second = _answer("more", "It opened late.", understood_as=TRAM)
    conversation = Conversation.of([_answer(KILLED, "Many."), first, second])
    assert understand(question, conversation) == Inquiry(
        question=TRAM, already=(*first.citations, *second.citations)
    )


@pytest.mark.parametrize(
    "question", ["Who said that?", "And who says so?", "says who?", "According to whom?"]
)
def test_who_said_it_is_asked_of_what_was_cited(question: str) -> None:
    """The quote is named in the question."""
    inquiry = understand(question, Conversation.of([_answer(TRAM, MAYOR)]))
    assert inquiry.question == f"Who said “{MAYOR}”?"
    assert inquiry.quoted == (_citation(MAYOR),)


@pytest.mark.parametrize(
    "question",
    [
        "How many visitors came to the library of Brackwater?",
        "And what did Božena Černá say?",
        "Did Putin say that he would come?",
        "Which freighter picked up the sailors?",
        "How many people rode the tram on its first day?",
        "",
        "?!",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    """A new subject isn't mixed with the old one, and nothing doesn't become something."""
    assert _understood(question, _answer(TRAM, MAYOR)) == question


@pytest.mark.parametrize("question", ["Why?", "And in 2024?", "yes", "Who said that?"])
def test_a_first_question_has_nothing_to_lean_on(question: str) -> None:
    """It is asked as it stands."""
    assert _understood(question) == question


def test_follow_ups_do_not_pile_up() -> None:
    """They lean on the last question that stood alone, not on each other."""
    answers = [_answer(TRAM, MAYOR)]
    for question in ["Why?", "And the depot?"] * 5:
        whole = _understood(question, *answers)
        answers.append(_answer(question, understood_as=whole))
    assert _understood("When?", *answers[-8:]) == f"When? ({TRAM})"


def test_a_replaced_part_stays_replaced() -> None:
    """The next one replaces it in turn."""
    answers = [_answer(KILLED)]
    for question in ("And in Kherson?", "And in 2023?", "What about Odesa?"):
        answers.append(_answer(question, understood_as=_understood(question, *answers)))
    assert answers[-1].understood_as == "How many people were killed in Odesa in 2023?"
