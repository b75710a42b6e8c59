"""``homeschool explain``: one finding in words."""

from argparse import Namespace

from homeschool.cli import CLEAN
from homeschool.cli.inputs import Checked, check, languages
from homeschool.errors import UnknownIdError
from homeschool.model.fields import near
from homeschool.policy.finding import Finding


def run(arguments: Namespace) -> int:
    """Print the explanation of one finding; return 0."""
    checked = check(arguments)
    finding = find(checked, arguments.finding)
    print("\n\n".join(checked.explainer.explain(finding, language) for language in languages(arguments)))
    return CLEAN


def find(checked: Checked, name: str) -> Finding:
    """Return the finding with an id; the pack may be left out where only one has it.

    Raises:
        UnknownIdError: there is none, or more than one.
    """
    ids = {finding.id: finding for finding in checked.findings}
    if name in ids:
        return ids[name]
    short = [id_ for id_ in ids if id_.partition(".")[2] == name]
    if len(short) == 1:
        return ids[short[0]]
    hint = near(name, [id_ for id_ in ids if _parts_shared(id_, name)])
    message = f"no finding has the id `{name}` at that moment{hint}"
    raise UnknownIdError(message)


def _parts_shared(id_: str, name: str) -> bool:
    """Tell whether two ids share their norm or their subject, so that one may be meant for the other."""
    return bool(set(id_.split("/")) & set(name.split("/")))
