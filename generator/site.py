"""The hook into MkDocs: load, render, hand over. Zensical does without it (see `kurs sider`)."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from jinja2 import ChoiceLoader, DictLoader, Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file

from generator import checks, pages
from generator.cores import each
from generator.course import Course, CourseError, load
from generator.pages import Side, compiled
from generator.vis import Preview


class Now:
    """What must be remembered from one call of MkDocs to the next."""

    preview: Preview | None = None
    """Set while serving; a build has none."""
    course: Course
    nav: Navigation
    made: Iterator[str] = iter(())
    """The HTML of the cases, in the order they are built; while serving there is none."""


TITLE, CONTENT = "⟦tittel⟧", "<h1>⟦innhold⟧</h1>"
"""Where the title and the content go in the shell of a case page; the theme sees that the content has a heading."""
SHELL = "sak-i-ramme.html"


class Ferdig(Page):
    """A page whose HTML is finished: it goes past the Markdown parser, and search sees only what it may."""

    def __init__(self, side: Side, file: File, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self.side = side
        self.markdown, self.meta, self.toc = "", {"title": side.title, **pages.META}, get_toc([])

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source to read."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = f"<p>{self.side.sok}</p>"


def on_startup(command: str, dirty: bool) -> None:
    Now.preview = Preview() if command == "serve" else None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Before MkDocs empties the site: a course that does not hold leaves the one that stood."""
    root = Path(config.config_file_path).parent
    gc.disable()  # what is read stays: looking through it for garbage costs a fifth of the time
    try:
        Now.course = Now.preview.load(root) if Now.preview else checks.require(load(root))
    except CourseError as error:
        raise Abort(str(error)) from None
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    malform = str(config.theme["language"])
    if Now.preview:
        Now.preview.malform = malform
    sides = [*pages.render(Now.course, malform)]
    if not Now.preview:
        Now.made = each(Side.html, [side for side in sides if pages.is_one_of_many(side)])
    for name, text in pages.files(Now.course, malform).items():
        files.append(File.generated(config, name, content=text))
    for written in [*files.documentation_pages()]:
        files.remove(written)  # what is written by hand has been read, and is among our pages if it holds
    for side in sides:
        file = File.generated(config, side.path, content="")
        Ferdig(side, file, config)
        files.append(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    Now.nav = nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Renders the theme around one case: around the others it is the same, but for title and content.

    The theme's templates are compiled once, as ours are.
    """
    env.bytecode_cache = compiled()
    cases = [file.page for file in files.documentation_pages() if _is_one_of_many(file.page)]
    if cases and env.loader:
        shell = _rendered(env, config, files, cases[0], template="main.html", content=CONTENT, title=TITLE)
        holes = {TITLE: "{{ page.title | e }}", CONTENT: "{{ page.content }}"}
        parts = re.split(f"({TITLE}|{CONTENT})", shell)
        source = "".join(holes.get(part) or f"{{% raw %}}{part}{{% endraw %}}" for part in parts)
        env.loader = ChoiceLoader([DictLoader({SHELL: source}), env.loader])
        for page in cases:
            page.meta["template"] = SHELL
    if Now.preview:
        Now.preview.write = partial(_write, env, config, files)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """After search has seen the page, and before the theme does."""
    if isinstance(page, Ferdig):
        html = next(Now.made, None) if _is_one_of_many(page) else None
        page.content = html or page.side.html()


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The page without the theme's indentation, which is a tenth of it; and its HTML need not be held longer."""
    if isinstance(page, Ferdig):
        page.content = ""
        return output if _is_one_of_many(page) else re.sub(r"\n\s+", "\n", output)
    return output


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    if Now.preview:
        Now.preview.attach(server, builder)
    return server


def _is_one_of_many(page: Page | None) -> TypeGuard[Ferdig]:
    return isinstance(page, Ferdig) and pages.is_one_of_many(page.side)


def _rendered(
    env: Environment, config: MkDocsConfig, files: Files, page: Ferdig, *, template: str, content: str, title: str
) -> str:
    """The page as the theme shows it with this content and title, without indentation."""
    before, page.content, page.meta["title"] = page.content, content, title
    context = get_context(Now.nav, files.documentation_pages(), config, page)
    output = re.sub(r"\n\s+", "\n", env.get_template(template).render(context))
    page.content, page.meta["title"] = before, page.side.title
    return output


def _write(env: Environment, config: MkDocsConfig, files: Files, side: Side) -> None:
    """Writes one page anew into the site that was built last."""
    file = files.get_file_from_path(side.path)
    page = file.page if file else None
    if isinstance(page, Ferdig):
        page.side = side
        template = page.meta.get("template", "main.html")
        output = _rendered(env, config, files, page, template=template, content=side.html(), title=side.title)
        write_file(output.encode(), page.file.abs_dest_path)
