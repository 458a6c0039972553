"""Walk a built site in a real browser: ``python docs/walk.py SITE``.

Every page is opened from its file, as someone does who was sent a folder. A line is printed for
each fault: an error of a script, a request that leaves the folder, a picture that is broken or has
no words, formulas left as typed, a page wider than a phone, text too faint in either scheme, a
dead link or anchor, words in another language than the page says, a page in the other language
that does not lead back, a word that the search does not find.

``--shots DIR [PAGE ...]`` takes pictures instead, at the width of a phone and of a desk, in both
schemes. ``--self-test`` walks a site made to be faulty. Chromium is the system's own; the variable
``CHROMIUM`` may name another.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, ViewportSize

TABS = 3
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1200, "height": 1000}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOWN = ["index.html", "mulai.html", "tutorials/first-ranking.html", "tutorials/ranking.html",
         "methods/topsis.html", "reference/weights.html"]  # fmt: skip
# A word, and the page that must be among the first results of a search for it.
WORDS = {
    "topsis": "methods/topsis.html",
    "closeness": "methods/topsis.html",
    "consistency": "how-to/consistency.html",
    "vikor": "methods/vikor.html",
    "promethee": "methods/promethee.html",
    "entropy": "methods/objective-weights.html",
    "normalization": "methods/normalization.html",
    "reversal": "how-to/rank-reversal.html",
    "fuzzy": "methods/fuzzy-topsis.html",
    "coalition": "how-to/coalitions.html",
    "portfolio": "how-to/portfolio.html",
    "agreement": "how-to/review-agreements.html",
    "hierarchy": "how-to/hierarchy.html",
    "spreadsheet": "coming-from/spreadsheet.html",
    "InputError": "reference/errors.html",
    "weights": "reference/weights.html",
    "Excel": "how-to/indonesian-excel.html",
    "levers": "how-to/strategy.html",
    "smaa": "reference/robustness.html",
    "questionnaire": "reference/cli.html",
    "not_assessed": "reference/study-file.html",
    "bobot": "tutorials/peringkat-pertama.html",
    "pemeringkatan": "tutorials/peringkat-pertama.html",
    "kriteria": "tutorials/peringkat-pertama.html",
    "mitra": "tutorials/koalisi.html",
    "koalisi": "tutorials/koalisi.html",
    "mulai": "mulai.html",
    "memasang": "how-to/pasang.html",
    "laporan": "how-to/dari-csv-ke-laporan.html",
    "formulir": "tutorials/formulir-kelompok.html",
    "penilai": "tutorials/formulir-kelompok.html",
    "yakin": "tutorials/seberapa-yakin.html",
    "tegas": "tutorials/seberapa-yakin.html",
    "kestabilan": "tutorials/seberapa-yakin.html",
    "portofolio": "tutorials/portofolio.html",
    "anggaran": "tutorials/portofolio.html",
    "pengungkit": "tutorials/portofolio.html",
    "pembiayaan": "tutorials/portofolio.html",
    "urusan": "reference/glossary.html",
    "perselisihan": "reference/glossary.html",
    "batas": "reference/glossary.html",
    "iuran": "reference/glossary.html",
    "kesepakatan": "reference/glossary.html",
}

STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"

SCRIPT = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
NO_BROWSER = f"""{"*" * 78}
NOT WALKED: no Chromium here, so no page was tried in a browser.
On Debian: apt-get install chromium
{"*" * 78}"""
# Empty, the search asks for a word; before it has read its index it says that it starts.
ASKS = (
    "(meta) => document.querySelector('[data-md-component=search]')"
    " && /start searching/i.test(document.querySelector(meta).innerText)"
)
SAYS = "([meta, asks, so]) => (document.querySelector(meta).innerText === asks) === so"


class Tab:
    """A page of the browser, used for one file after the other, that notes what goes wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("request", lambda request: self._asked(request.url))
        page.on("requestfailed", lambda request: self._missed(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.faults.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("file", "data", "blob"):
            self.faults.append(f"asks the network: {url}")

    def _missed(self, url: str) -> None:
        if urlsplit(url).scheme == "file":
            self.faults.append(f"file missing: {Path(urlsplit(url).path).name}")

    def drain(self) -> list[str]:
        """Return what was noted since the last call, each thing once."""
        noted, self.faults = list(dict.fromkeys(self.faults)), []
        return noted

    async def open(self, path: Path) -> None:
        """Open a file, in the light scheme."""
        await self.page.goto(path.as_uri(), wait_until="load")
        await self.page.add_style_tag(content=STILL)

    async def ask(self, what: str) -> Any:
        """Return what a function of ``walk.js`` says of the page."""
        return await self.page.evaluate(f"{SCRIPT.rstrip()}.{what}()")

    async def dark(self) -> str:
        """Switch the scheme as a reader does; return what is wrong with that, if anything."""
        switch = self.page.locator("[data-md-component=palette] label:visible")
        if not await switch.count():
            return "no switch to the dark scheme"
        await switch.first.click()
        scheme = await self.page.evaluate("document.body.dataset.mdColorScheme")
        return "" if scheme == "slate" else f"the switch leads to the scheme {scheme}"


@asynccontextmanager
async def opened(browser: Browser, size: ViewportSize) -> AsyncIterator[Tab]:
    """Open a tab with a memory of its own and without a network."""
    context = await browser.new_context(viewport=size, color_scheme="light", offline=True)
    context.set_default_timeout(60_000)  # the largest page, on a busy machine
    try:
        yield Tab(await context.new_page())
    finally:
        await context.close()


async def visit(tab: Tab, path: Path) -> dict[str, Any]:
    """Return what a page shows wrong at the width of a phone, its anchors and its links."""
    await tab.open(path)
    seen: dict[str, Any] = await tab.ask("inspect")
    faint = [f"light: {text}" for text in await tab.ask("faint")]
    no_dark = await tab.dark()
    if no_dark:
        faint.append(no_dark)
    else:
        faint += [f"dark: {text}" for text in await tab.ask("faint")]
    await tab.page.evaluate("localStorage.clear()")  # the next page starts light
    seen["wrong"] += faint + tab.drain()
    return seen


async def visit_all(browser: Browser, paths: list[Path]) -> dict[Path, dict[str, Any]]:
    """Visit every page, a few at a time."""
    seen: dict[Path, dict[str, Any]] = {}
    # The largest first, so that no tab is left alone with one at the end.
    waiting = sorted(paths, key=lambda path: path.stat().st_size)

    async def work() -> None:
        async with opened(browser, PHONE) as tab:
            while waiting:
                path = waiting.pop()
                try:
                    seen[path] = await visit(tab, path)
                except Exception as error:  # a page that hangs is one more fault
                    reason = str(error).splitlines()[0]
                    wrong = [f"could not be walked: {reason}", *tab.drain()]
                    seen[path] = {"wrong": wrong, "ids": None, "links": [], "others": []}

    await asyncio.gather(*(work() for _ in range(TABS)))
    return {path: seen[path] for path in paths}


def dead_links(links: list[str], seen: dict[Path, dict[str, Any]]) -> list[str]:
    """Return the addresses, as the browser understood them, that lead nowhere in the site."""
    dead = []
    for link in dict.fromkeys(links):
        parts = urlsplit(link)
        if parts.scheme != "file":
            continue
        target = Path(url2pathname(parts.path))
        anchor = unquote(parts.fragment)
        if not target.is_file():
            dead.append(f"leads nowhere: {link}")
            continue
        ids = seen[target]["ids"] if target in seen else None  # None: it could not be walked
        if ids is not None and anchor and anchor not in ids:
            dead.append(f"no such anchor: {target.name}#{anchor}")
    return dead


def one_way(path: Path, seen: dict[Path, dict[str, Any]]) -> list[str]:
    """Return what is wrong with the links to the same page in the other language."""
    wrong = []
    for link, lang in seen[path]["others"]:
        target = Path(url2pathname(urlsplit(link).path))
        there = seen.get(target, {"lang": "none", "others": []})
        back = [Path(url2pathname(urlsplit(other).path)) for other, _ in there["others"]]
        if there.get("lang") != lang or lang == seen[path]["lang"]:
            wrong.append(
                f"{target.name} is said to be in {lang!r}, and is in {there.get('lang')!r}"
            )
        if path not in back:
            wrong.append(f"{target.name}, its other language, does not lead back")
    return wrong


async def search(browser: Browser, site: Path, words: dict[str, str]) -> list[str]:
    """Search from the first page, by keyboard; return what is not found."""
    wrong = []
    async with opened(browser, DESK) as tab:
        page = tab.page
        await tab.open(site / "index.html")
        await page.keyboard.press("/")
        box = page.locator("[data-md-component=search-query]:focus")
        if not await box.count():
            return ["index.html: the key / opens no search"]
        meta = ".md-search-result__meta"
        try:
            await page.wait_for_function(ASKS, arg=meta)
        except Exception:
            return ["search: it never starts", *tab.drain()]
        asks = await page.inner_text(meta)
        for word, target in {**words, "qqzxqqzx": None}.items():
            await box.fill("")
            try:
                await page.wait_for_function(SAYS, arg=[meta, asks, True])
                await box.press_sequentially(word)
                await page.wait_for_function(SAYS, arg=[meta, asks, False])
                await page.wait_for_timeout(80)  # the list follows the count
            except Exception:  # it took too long
                wrong.append(f"search: no answer for {word!r}")
                continue
            found: list[str] = await page.eval_on_selector_all(
                ".md-search-result__link", "links => links.map(link => link.href)"
            )
            if target is None:
                wrong += [f"search: {word!r} finds {found[0]}"] if found else []
            elif not found:
                wrong.append(f"search: {word!r} finds nothing")
            elif not any(f"/{target}" in link for link in found):
                wrong.append(f"search: {word!r} does not find {target} among {len(found)}")
        wrong += [f"index.html: {fault}" for fault in tab.drain()]
    return wrong


async def walk(browser: Browser, site: Path, words: dict[str, str]) -> list[str]:
    """Return what is wrong with a site, page by page."""
    # 404.html is sent by a server for any address, so that its links start at a server's root.
    paths = [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]
    if not paths:
        return [f"{site.name}: there are no pages"]
    seen, unfound = await asyncio.gather(visit_all(browser, paths), search(browser, site, words))
    wrong = []
    for path, what in seen.items():
        faults = what["wrong"] + dead_links(what["links"], seen) + one_way(path, seen)
        wrong += [f"{path.relative_to(site).as_posix()}: {fault}" for fault in faults]
    return [*wrong, *unfound]


async def shoot(browser: Browser, site: Path, folder: Path, names: list[str]) -> list[str]:
    """Take pictures of pages: the upper part, at two widths, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in (PHONE["width"], DESK["width"]):
        async with opened(browser, {"width": width, "height": 1800}) as tab:
            for name in names:
                await tab.open(site / name)
                await tab.ask("inspect")  # waits for formulas and pictures
                stem = name.removesuffix(".html").replace("/", "-")
                await tab.page.screenshot(path=folder / f"{stem}-{width}-light.png")
                await tab.dark()
                await tab.page.screenshot(path=folder / f"{stem}-{width}-dark.png")
                await tab.page.evaluate("localStorage.clear()")
    return []


PALETTE = """<form data-md-component="palette"><label onclick="
document.body.dataset.mdColorScheme = 'slate'">Dark</label></form>"""
GOOD = f"""<!doctype html><html lang="id"><title>Good</title><link rel="icon" href="data:,"><body>
{PALETTE}
<p id="here">All is well. <a href="#here">Here</a></p>
<p>Ini halaman yang baik dan tidak ada yang salah di dalamnya, untuk dibandingkan dengan yang lain,
dan yang ini dari orang yang sama. <q lang="en">It is not for the eyes of those that are on it.</q>
<div style="overflow-x: auto"><div style="width: 900px">wide, and scrolls</div></div>"""
BAD = """<!doctype html><html lang="en"><title>Bad</title><link rel="icon" href="data:,"><body>
<img src="missing.png" alt="A picture that is not there"><img src="data:image/gif;base64,
R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<mjx-container><svg viewBox="0 0 900 9" width="900" height="9" style="max-width: 1px"></svg>
</mjx-container><span class="arithmatex">\\(x\\)</span><p>and $$y$$</p>
<p style="color: #eee; background: white">faint</p><div style="width: 900px">wide</div>
<a href="nowhere.html">no</a> <a href="good.html#there" hreflang="en">no</a>
<p>Halaman ini berbahasa Indonesia, dan tidak ada yang mengatakannya: untuk itu ada pemeriksaan ini,
dan yang membacanya dengan alat dari orang lain tidak mendengar apa yang ditulis di sini.
<script>console.error("said"); setTimeout(() => { throw new Error("thrown") })</script>
<script src="https://example.org/out.js"></script>"""
CAUGHT = [
    "broken image: missing.png", "image without alt text: data:", "formula not rendered: \\(x\\)",
    "formula left as typed: and $$y$$", "formula squeezed to 1 px",
    "px wide where 390", "reaches beyond the edge: <div",
    "light: p.: contrast 1.2", "console: said", "page error: thrown",
    "asks the network: https://example.org/out.js", "file missing: missing.png",
    "no switch to the dark scheme", "leads nowhere: file:", "no such anchor: good.html#there",
    'lang="en", but the words are id', "good.html is said to be in 'en', and is in 'id'",
    "good.html, its other language, does not lead back",
]  # fmt: skip


async def self_test(browser: Browser, site: Path) -> list[str]:
    """Walk a good page and a bad one; return what was missed, and what was found in vain."""
    (site / "good.html").write_text(GOOD, encoding="utf-8")
    (site / "index.html").write_text(BAD, encoding="utf-8")
    wrong = await walk(browser, site, {"word": ""})
    bad = [fault for fault in wrong if fault.startswith("index.html: ")]
    missed = [what for what in [*CAUGHT, "the key / opens no search"]
              if not any(what in fault for fault in bad)]  # fmt: skip
    return [f"missed: {what}" for what in missed] + [
        f"found in vain: {fault}" for fault in wrong if fault not in bad
    ]


async def run(task: Any, *given: Any) -> list[str]:
    """Give a task the browser; return the faults it finds."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            faults: list[str] = await task(browser, *given)
        finally:
            await browser.close()
    return faults


def chromium() -> str | None:
    """Find the system's browser."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; 0 when all is well."""
    started = time.monotonic()
    if not arguments or (arguments[0].startswith("-") and arguments != ["--self-test"]):
        print("usage: python docs/walk.py SITE [--shots DIR [PAGE ...]] | --self-test")
        return 2
    if chromium() is None:
        print(NO_BROWSER, file=sys.stderr)
        return 0
    site = Path(arguments[0]).resolve()
    if arguments == ["--self-test"]:
        with TemporaryDirectory() as folder:
            wrong = asyncio.run(run(self_test, Path(folder).resolve()))
        done = "the walk catches what it should"
    elif arguments[1:2] == ["--shots"] and len(arguments) > 2:
        wrong = asyncio.run(run(shoot, site, Path(arguments[2]), arguments[3:] or SHOWN))
        done = f"pictures are in {arguments[2]}"
    else:
        wrong = asyncio.run(run(walk, site, WORDS))
        done = f"{arguments[0]}: every page works in a browser, from its file"
    for fault in wrong:
        print(fault, file=sys.stderr)
    count = f"{len(wrong)} faults" if wrong else done
    print(f"{count} ({time.monotonic() - started:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
