"""A Chroma server that asks for a key, a tenant and a database gets them with every request."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings

from bot.command_line.doctor import examine
from index.chroma_key import ChromaKey
from index.errors import StoreUnreachable
from index.finding import BY_WORDS
from index.library import Library
from index.settings import Settings
from index.store.segment import Label
from index.store.vectors import server_version
from tests.guarded_chroma import Door, guarded
from tests.indexes import segment_folders
from tests.sharing import Shared, follower, shared

KEY = "ck-canary-0123456789abcdef"
QUESTION = "How many people rode Tram 9 on its first day?"


@pytest.fixture
def door(chroma_url: str) -> Iterator[Door]:
    """The way to the server, for those who have the key."""
    with guarded(chroma_url, key=KEY) as door:
        yield door


@pytest.fixture
def cloud(own_archive: Library, door: Door) -> Iterator[Library]:
    """The archive, to be indexed there."""
    settings = replace(own_archive.settings, chroma_url=door.url, chroma_api_key=KEY)
    library = Library.open(settings)
    yield library
    library.close()


def test_the_settings_are_read() -> None:
    """The key isn't shown, tenant and database are part of the place."""
    settings = Settings.from_mapping(
        {
            "CHROMA_URL": "https://api.example",
            "CHROMA_API_KEY": KEY,
            "CHROMA_TENANT": "a/b",
            "CHROMA_DATABASE": "news",
        }
    )
    assert settings.chroma_place == "https://api.example/a%2Fb/news"
    assert KEY not in repr(settings)
    only_tenant = replace(settings, chroma_database="")
    assert only_tenant.chroma_place == "https://api.example/a%2Fb/default_database"
    assert replace(settings, chroma_url=None).chroma_place is None


def test_everything_is_done_with_the_key(cloud: Library, door: Door) -> None:
    """To rebuild, to answer, to make anew, to go back, to follow from elsewhere and to examine."""
    cloud.rebuild()
    answer = cloud.ask(QUESTION)
    assert "2,600" in answer.text
    assert BY_WORDS not in answer.notices
    assert cloud.rebuild(full=True).articles == 6
    assert cloud.undo_rebuild().generation
    own = cloud.of("1")
    own.add("note.txt", b"The harbour museum lends its oldest lantern to the town.")
    own.rebuild()
    with shared(cloud.settings.data) as way, closing(mirrored(cloud, way, door.url)) as mirror:
        mirror.rebuild()
        assert "2,600" in mirror.ask(QUESTION).text
    assert own.destroy_collection()
    [check] = [each for each in examine(cloud.settings, {}).checks if each.name == "CHROMA_URL"]
    assert (check.ok, door.url in check.detail) == (True, True)
    assert door.paths
    assert not door.refused


def mirrored(library: Library, way: Shared, chroma_url: str) -> Library:
    """Return a machine that follows the library, and has the key for a server."""
    settings = follower(library, way.url).settings
    return Library.open(replace(settings, chroma_url=chroma_url, chroma_api_key=KEY))


def test_an_index_that_is_followed_does_not_get_at_the_key(cloud: Library, door: Door) -> None:
    """It may name any server; the key goes to the one that was set here."""
    cloud.rebuild()
    with shared(cloud.settings.data) as way:
        elsewhere = mirrored(cloud, way, "http://127.0.0.1:9")
        with closing(elsewhere), pytest.raises(StoreUnreachable, match="goes to no other"):
            elsewhere.rebuild()
    assert door.refused
    assert KEY not in repr(elsewhere.settings.chroma_key)


@pytest.mark.parametrize("path", ["", "/paper", "/paper/news"])
def test_a_key_is_for_one_server(path: str) -> None:
    """By scheme, name and port."""
    key = ChromaKey(server="https://chroma.example", value=KEY)
    assert key.for_server(f"https://chroma.example{path}") == KEY
    for other in ("http://chroma.example", "https://chroma.example:8000", "https://a.example"):
        assert key.for_server(f"{other}{path}") is None


def test_the_key_is_not_in_the_index(cloud: Library) -> None:
    """Which is shared with others."""
    cloud.rebuild()
    files = [path for path in cloud.settings.data.rglob("*") if path.is_file()]
    assert files
    for path in files:
        if "models" not in path.parts:
            assert KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("key", [None, "ck-another"])
def test_a_wrong_key_is_named_and_not_repeated(cloud: Library, door: Door, key: str | None) -> None:
    """Answers go on, found by words alone, while the key is mended."""
    cloud.rebuild()
    settings = replace(cloud.settings, chroma_api_key=key)
    with closing(Library.open(settings)) as locked_out:
        answer = locked_out.ask(QUESTION)
        assert BY_WORDS in answer.notices
        assert "2,600" in answer.text
        with pytest.raises(StoreUnreachable, match="refuses the key: correct CHROMA_API_KEY") as no:
            locked_out.rebuild(full=True)
    assert str(key) not in str(no.value)
    [check] = [each for each in examine(settings, {}).checks if each.name == "CHROMA_URL"]
    assert check.ok is False
    assert "CHROMA_API_KEY" in str(check.mend)
    with pytest.raises(StoreUnreachable, match="CHROMA_API_KEY"):
        server_version(door.url, key=settings.chroma_key)


def test_a_tenant_and_a_database_are_kept_apart(
    own_archive: Library, door: Door, chroma_url: str
) -> None:
    """The index says which they are, and one of another database is made anew."""
    admin = chromadb.AdminClient(_for_admins(chroma_url))
    admin.create_tenant("paper")
    admin.create_database("news", "paper")
    settings = replace(
        own_archive.settings,
        chroma_url=door.url,
        chroma_api_key=KEY,
        chroma_tenant="paper",
        chroma_database="news",
    )
    with closing(Library.open(settings)) as library:
        library.rebuild()
        assert library.status().store == f"{door.url}/paper/news"
        assert "2,600" in library.ask(QUESTION).text
        [segment] = segment_folders(Path(library.settings.data))
        name = Label.load(segment).collection
        host, port = chroma_url.removeprefix("http://").split(":")
        inside = chromadb.HttpClient(host, int(port), tenant="paper", database="news")
        outside = chromadb.HttpClient(host, int(port))
        assert name in {each.name for each in inside.list_collections()}
        assert name not in {each.name for each in outside.list_collections()}
    elsewhere = replace(settings, chroma_tenant="", chroma_database="")
    with closing(Library.open(elsewhere)) as library:
        assert library.rebuild().articles == 6
        assert library.status().store == door.url


def _for_admins(url: str) -> ChromaSettings:
    host, port = url.removeprefix("http://").split(":")
    return ChromaSettings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=host,
        chroma_server_http_port=int(port),
        anonymized_telemetry=False,
    )
