"""Small indexes for tests: texts by file name, indexed in a folder of their own."""

from collections.abc import Mapping
from pathlib import Path

from index.embedding import Embedder
from index.rebuild import Rebuild
from index.store.generation import Generation
from index.store.generations import Generations


def index_texts(folder: Path, texts: Mapping[str, str], embedder: Embedder) -> Path:
    """Return the folder, with an index of exactly these texts in it."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    for path in articles.iterdir():
        path.unlink()
    for name, text in texts.items():
        (articles / name).write_text(text, "utf-8")
    Rebuild(
        locations=[articles],
        data=folder,
        chroma_url=None,
        embedder=embedder,
        on_progress=lambda _: None,
        collection="test",  # which may be empty
    ).run(full=False)
    return folder


def generation_of(folder: Path) -> Generation:
    """Open what is current there."""
    generations = Generations(folder)
    return generations.open(generations.current())


def segment_folders(data: Path) -> list[Path]:
    """Return the folders of the segments that make up what is current there."""
    generations = Generations(data)
    layers = generations.manifest(generations.current()).layers
    return [generations.segments / layer.segment for layer in layers]
