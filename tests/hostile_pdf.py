"""PDF files of a few kilobytes that would have their readers work for hours."""

import zlib
from collections.abc import Callable, Sequence

SENTENCE = "The council of Ashford voted to close the old bridge until spring."
_SHOWN = f"BT /F1 12 Tf 10 700 Td ({SENTENCE}) Tj ET\n".encode()
_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def plain() -> bytes:
    """Return a document of one page with one sentence."""
    return _document(_SHOWN)


def same_page(times: int) -> bytes:
    """Return a document whose pages are all the same long one."""
    return _document(_SHOWN * 1_000, pages=times)


def unpacks_to(size: int, *, layers: int = 1) -> bytes:
    """Return a document with a page of blanks, packed as often."""
    return _document(b" " * size, layers=layers)


def long_page(times: int) -> bytes:
    """Return a document with one page that shows its sentence so often."""
    return _document(_SHOWN * times)


def forms_in_forms(depth: int) -> bytes:
    """Return a document of which each form shows the next one ten times."""
    resources = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</Font<</F1 3 0 R>>%s>>"
    nested = [
        _stream(b"/X Do " * 10, resources % (b"/XObject<</X %d 0 R>>" % (7 + level)))
        for level in range(depth)
    ]
    return _written(
        [
            *(_CATALOGUE, _pages(1), _FONT, _stream(b"/X Do " * 10)),
            _page(b"/XObject<</X 6 0 R>>"),
            *nested,
            _stream(_SHOWN, resources % b""),
        ]
    )


def pages_in_a_circle() -> bytes:
    """Return a document whose tree of pages is its own branch."""
    return _written([_CATALOGUE, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])


def branching_pages(depth: int) -> bytes:
    """Return a document whose tree of pages doubles at every level."""
    levels = range(2, depth + 2)
    branches = [
        b"<</Type/Pages/Count 9/Parent %d 0 R/Kids[%d 0 R %d 0 R]>>" % (n - 1, n + 1, n + 1)
        for n in levels
    ]
    leaf = b"<</Type/Page/MediaBox[0 0 9 9]/Parent %d 0 R>>" % (depth + 1)
    return _written([_CATALOGUE, *branches, leaf])


def nested_lists(depth: int) -> bytes:
    """Return a document with a list in a list, and so on."""
    return _document(b"[" * depth + _SHOWN)


def nested_objects(depth: int) -> bytes:
    """Return a document that is a dictionary in a dictionary, and so on."""
    whole = b"<</A " * depth + b">>" * depth
    return b"%PDF-1.7\n1 0 obj\n" + whole + b"\nendobj\ntrailer <</Root 1 0 R>>"


def endless_length() -> bytes:
    """Return a document with a stream that names itself as its length."""
    stream = b"<</Length 4 0 R>>\nstream\n" + _SHOWN + b"\nendstream"
    return _written([_CATALOGUE, _pages(1), _FONT, stream, _page()])


def earlier_versions_in_a_circle() -> bytes:
    """Return a document whose earlier version is itself."""
    whole = plain()
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    place = whole[start:].split(b"\n")[0]
    return whole.replace(b"trailer <<", b"trailer <</Prev " + place)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a page that unpacks to 100 MB": lambda: unpacks_to(100_000_000),
    "a page packed three times": lambda: unpacks_to(100_000_000, layers=3),
    "3,000 pages that are one": lambda: same_page(3_000),
    "a sentence shown 300,000 times": lambda: long_page(300_000),
    "forms in forms": lambda: forms_in_forms(12),
    "pages in a circle": pages_in_a_circle,
    "a tree of pages that doubles 40 times": lambda: branching_pages(40),
    "200,000 lists in lists": lambda: nested_lists(200_000),
    "100,000 dictionaries in dictionaries": lambda: nested_objects(100_000),
    "a stream that is its own length": endless_length,
    "a version that comes before itself": earlier_versions_in_a_circle,
}


def _document(content: bytes, *, pages: int = 1, layers: int = 1) -> bytes:
    return _written([_CATALOGUE, _pages(pages), _FONT, _stream(content, layers=layers), _page()])


def _pages(count: int) -> bytes:
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"5 0 R " * count)


def _page(resources: bytes = b"") -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 3 0 R>>%s>>>>" % resources
    )


def _stream(content: bytes, entries: bytes = b"", *, layers: int = 1) -> bytes:
    for _ in range(layers):
        content = zlib.compress(content)
    filters = b"/FlateDecode " * layers
    head = b"<</Length %d/Filter[%s]%s>>" % (len(content), filters, entries)
    return head + b"\nstream\n" + content + b"\nendstream"


def _written(objects: Sequence[bytes]) -> bytes:
    """Return a document of the objects, numbered from 1 on; the first is its root."""
    whole, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        whole
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(whole))
    )
