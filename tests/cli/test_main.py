"""The command line as a whole: help, calls that are wrong, exit statuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from homeschool.cli import main
from tests.cli.samples import write_pack, write_records

RUN = [sys.executable, "-c", "import sys; from homeschool.cli import main; sys.exit(main())"]


def test_help_imports_nothing_heavy() -> None:
    """Help comes without the engine, the adapters or attrs being imported."""
    code = (
        "import sys; from homeschool.cli import main; main(['--help']); "
        "print(sorted({'attrs', 'cattrs', 'homeschool.engine', 'homeschool.adapters'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert "check" in run.stdout
    assert run.stdout.splitlines()[-1] == "[]"


def test_a_process_of_its_own_collects_no_garbage() -> None:
    """Called with the process's own arguments the command line switches the collector off, and else leaves it alone."""
    code = (
        "import gc, sys; from homeschool.cli import main; main(['--help']); before = gc.isenabled(); "
        "sys.argv[1:] = ['--help']; main(); print(before, gc.isenabled())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert run.stdout.splitlines()[-1] == "True False"


@pytest.mark.parametrize("command", ["check", "due", "explain", "packs", "schema", "demo"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself, Chinese first, and tells its exit statuses."""
    status = main([command, "--help"])

    assert status == 0
    assert "退出状态" in capsys.readouterr().out


def test_no_command_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    """A call without a command, or with an unknown option, is wrong and says how to call."""
    assert main([]) == 2
    assert main(["check", "--wat"]) == 2
    assert "usage" in capsys.readouterr().err


def test_an_unknown_pack_is_named_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt pack is a wrong call; the message gives the nearest right spelling."""
    status = main(["check", write_records(tmp_path), "--pack", "contact-sytem"])

    assert status == 2
    assert "did you mean `contact-system`" in capsys.readouterr().err


def test_every_mistake_of_the_records_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong records end with status 2 and each mistake with its place, and nothing on standard output."""
    visits = [
        {"id": "v1", "occurred": "2025-10-10", "concerns": ["s-one"], "plase": "home"},
        {"id": "v2", "occurred": "2025-10-10", "concerns": ["s-one"], "place": "hoem"},
    ]
    status = main(["check", write_records(tmp_path, home_visit=visits), "--pack", write_pack(tmp_path)])
    captured = capsys.readouterr()

    assert status == 2
    assert captured.out == ""
    assert "facts.home_visit[0]" in captured.err
    assert "did you mean `home`" in captured.err


def test_a_closed_pipe_is_no_error() -> None:
    """When the reader of the output goes away there is no traceback."""
    command = [*RUN, "schema", "records"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
        status = process.wait()

    assert error == b""
    assert status == 141


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    """Chinese is written as UTF-8 where the locale knows no Chinese."""
    run = subprocess.run(
        [*RUN, "packs", "list"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert "学校与家庭社会联系制度" in run.stdout.decode("utf-8")
