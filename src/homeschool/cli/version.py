"""The version of the library that runs."""

from importlib.metadata import PackageNotFoundError, version


def library_version() -> str:
    """Return the library's version; ``unknown`` where it runs without having been installed."""
    try:
        return version("homeschool")
    except PackageNotFoundError:
        return "unknown"
