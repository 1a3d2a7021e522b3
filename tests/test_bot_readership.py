"""Where a question is asked decides which articles may answer it."""

from bot.readership import readable_in
from index.library import Library
from tests.needs import needs_model

pytestmark = needs_model


def test_a_server_reads_its_own_articles_beside_those_of_everyone(own_archive: Library) -> None:
    """And neither another server nor a direct message does."""
    own = own_archive.of("7")
    own.add("secret.txt", b"Zanzifar bought the Quillworth mine on Tuesday.")
    own.rebuild()
    places = (7, 70, 0, None)
    read = {place: len(readable_in(place, own_archive).articles()) for place in places}
    everyones = len(own_archive.articles())
    assert read == {7: everyones + 1, 70: everyones, 0: everyones, None: everyones}
    assert readable_in(None, own_archive).collection is None
    assert readable_in(0, own_archive).collection is not None
