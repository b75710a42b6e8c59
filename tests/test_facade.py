"""The façade: its names are there, and load only what is asked for."""

import subprocess
import sys

import pytest

import homeschool


@pytest.mark.parametrize("name", homeschool.__all__)
def test_every_name_loads(name: str) -> None:
    """Every name of the façade is there and says what it is."""
    value = getattr(homeschool, name)

    assert name in {"SHANGHAI", getattr(value, "__name__", "")}
    assert getattr(homeschool, name) is value


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that the façade does not have is refused as any module refuses it."""
    with pytest.raises(AttributeError, match="module 'homeschool' has no attribute 'evaluat'"):
        _ = homeschool.evaluat


def test_dir_lists_the_facade() -> None:
    """The names can be listed before any is loaded, sorted."""
    listed = dir(homeschool)

    assert set(homeschool.__all__) <= set(listed)
    assert listed == sorted(listed)
    assert homeschool.__all__ == sorted(
        homeschool.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )


def test_importing_the_facade_loads_no_floor() -> None:
    """Importing the library loads none of its packages; asking for a name loads its floor."""
    code = "import sys, homeschool; print(sorted(name for name in sys.modules if name.startswith('homeschool')))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['homeschool']"
