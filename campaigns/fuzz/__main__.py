"""Fuzz one kind of file, or each in turn, guided by coverage: ``python -m campaigns.fuzz norms --runs 100000``.

It needs Atheris.  The exit status is that of libFuzzer: 0 if nothing but the library's own errors came out.
"""

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

KINDS = ("head", "norms", "cases", "document", "frame", "table")
_LONGEST = 4096


def prepare(kind: str, folder: Path) -> tuple[Path, Path]:
    """Write the texts to begin with and the dictionary of words into a folder, and return their paths."""
    from campaigns.fuzz.loaders import seeds, words  # noqa: PLC0415 - only once Atheris watches the imports

    corpus, dictionary = folder / "corpus", folder / "words.dict"
    corpus.mkdir()
    for number, text in enumerate(seeds(kind)):
        (corpus / f"{number:04}").write_text(text, encoding="utf-8")
    escaped = sorted({"".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words()})
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped), encoding="utf-8")
    return corpus, dictionary


def fuzz(kind: str, runs: int, seed: int) -> None:
    """Fuzz one kind of file in this process, which ends with it."""
    import atheris  # noqa: PLC0415 - installed for this campaign alone

    with atheris.instrument_imports(include=["homeschool", "tomllib"]):
        from campaigns.fuzz.loaders import LOADERS, is_refused  # noqa: PLC0415 - as above

    load: Callable[[Path, str], None] = LOADERS[kind]
    with tempfile.TemporaryDirectory() as name:
        corpus, dictionary = prepare(kind, Path(name))
        work = Path(name) / "work"
        work.mkdir()

        def one(data: bytes) -> None:
            for old in work.iterdir():
                old.unlink()
            is_refused(load, work, data.decode("utf-8", "replace"))

        options = [f"-runs={runs}", f"-seed={seed}", f"-max_len={_LONGEST}", f"-dict={dictionary}", "-timeout=60"]
        atheris.Setup(["fuzz", *options, f"-artifact_prefix={Path.cwd()}/crash-{kind}-", str(corpus)], one)
        atheris.Fuzz()


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz one kind of file here, or each in a process of its own."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=KINDS, help="one kind of file; left out: each in turn")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    if asked.kind is not None:
        fuzz(asked.kind, asked.runs, asked.seed)
        return 0
    numbers = [f"--runs={asked.runs}", f"--seed={asked.seed}"]
    codes = [subprocess.run([sys.executable, "-m", "campaigns.fuzz", kind, *numbers], check=False) for kind in KINDS]
    return max(done.returncode for done in codes)


if __name__ == "__main__":
    sys.exit(main())
