"""How Sphinx builds the documents: MyST Markdown, the furo theme, no network."""

from importlib.metadata import version as version_of
from pathlib import Path

from homeschool.adapters.packs import load_pack, pack_ids
from homeschool.cli.packs_compared import page_texts

project = "homeschool"
author = "homeschool contributors"
project_copyright = "2026, homeschool contributors"
release = version_of("homeschool")
version = release

language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

# The pages of the packs are made from the packs each time, and are in no version control.
pages = Path(__file__).parent / "reference" / "packs"
pages.mkdir(exist_ok=True)
for name, text in page_texts([load_pack(pack) for pack in pack_ids()]).items():
    (pages / name).write_text(text, encoding="utf-8")

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "description"

# Every reference must lead somewhere.  Those to other projects cannot: that would need their inventories, from the
# network.
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!homeschool(\.|$)).*")]

html_theme = "furo"
html_title = f"homeschool {release}"
