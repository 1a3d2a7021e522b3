"""Segments stay few, large ones are rarely written again, and what is hidden takes little room."""

from index.store.generation import Layer
from index.tidying import untidy


def _layers(*sizes: int, wasted: int = 0) -> list[Layer]:
    return [Layer(segment=str(n), passages=s, wasted=wasted) for n, s in enumerate(sizes)]


def test_a_few_segments_are_left_alone() -> None:
    """Whatever their sizes."""
    assert untidy([]) == []
    assert untidy(_layers(9, 9, 9, 9, 9, 9)) == []


def test_of_many_the_small_ones_become_one() -> None:
    """A large one is left out as long as they are nothing beside it."""
    layers = _layers(60_000, 5, 3_000, 9, 9, 9, 400)
    assert {layer.passages for layer in untidy(layers)} == {5, 9}
    assert len(untidy(layers)) == 4


def test_two_at_least_are_put_together() -> None:
    """Otherwise there would be as many as before."""
    layers = _layers(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
    assert {layer.passages for layer in untidy(layers)} == {1, 10}


def test_a_passage_is_written_a_few_times_at_most() -> None:
    """However often a little is added: the work grows like n log n."""
    sizes: list[int] = []
    written = 0
    for _ in range(2_000):
        layers = _layers(*sizes, 10)
        together = untidy(layers)
        sizes = [layer.passages for layer in layers if layer not in together]
        if together:
            sizes.append(sum(layer.passages for layer in together))
            written += sizes[-1]
        assert len(sizes) <= 6
    assert sum(sizes) == 20_000
    assert written < 20_000 * 12


def test_what_is_hidden_is_dropped_when_it_is_much() -> None:
    """Both beside the rest and by itself."""
    assert untidy(_layers(100, wasted=99)) == []
    assert untidy(_layers(20_000, wasted=2_000)) == []
    wasteful = Layer(segment="w", passages=3_000, wasted=2_000)
    sound = Layer(segment="s", passages=100)
    assert untidy([wasteful, sound]) == [wasteful]
