"""Check a built site: ``python docs/check_offline.py SITE``.

It must open from a folder without a network, every link inside it must lead somewhere, and no
markup may have been left as it was typed. Plain links to the web are fine.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {  # tag -> the attributes from which a browser loads at once
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"),
    "video": ("src", "poster"), "audio": ("src",), "embed": ("src",), "object": ("data",),
    "track": ("src",), "input": ("src",), "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}  # fmt: skip
FETCHING_LINKS = {
    "stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload",
    "manifest", "apple-touch-icon",
}  # fmt: skip
CDN = re.compile(
    r"(?:https?:)?//[\w.-]*(?:unpkg|jsdelivr|cdnjs|googleapis|gstatic|polyfill)[\w./@-]*"
)
CSS_LOAD = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")
# MathJax names a CDN for its screen-reader add-on, which the pages' settings leave off.
VENDORED = {"javascripts/tex-svg.js"}
# Named in scripts, loaded on a condition that no page of ours meets: a diagram of class "mermaid"
# (refused below), or a browser from before 2020.
CONDITIONAL = re.compile(
    r"//(?:unpkg\.com/(?:resize-observer-polyfill|mermaid@)"
    r"|cdnjs\.cloudflare\.com/ajax/libs/mermaid)"
)
LEFTOVERS = re.compile(r"\.\. math::|:math:`|\.\. \[\d+\]|\[\d+\]_|^::: ", re.MULTILINE)


class Page(HTMLParser):
    """What a page loads, links to, and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = {"", "top"}
        self.said: list[str] = []
        self.styles: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the tag's addresses and names."""
        given = {key: value or "" for key, value in attrs}
        if tag in ("script", "style", "pre", "code"):
            self._inside.append(tag)
        for key in LOADED.get(tag, ()):
            if key in given:
                self.loads += [part.split()[0] for part in given[key].split(", ") if part.strip()]
        if tag == "link" and FETCHING_LINKS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if "mermaid" in given.get("class", "").split():
            self.loads.append("https://unpkg.com/mermaid@11/dist/mermaid.min.js")
        if "style" in given:
            self.styles.append(given["style"])
        self.anchors.update(given[key] for key in ("id", "name") if key in given)

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag."""
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text that people read, apart from scripts and code."""
        if "style" in self._inside:
            self.styles.append(data)
        elif not self._inside:
            self.said.append(data)


def outside(address: str) -> bool:
    """Tell whether an address leaves the site."""
    return bool(urlsplit(address).netloc) or urlsplit(address).scheme in ("http", "https", "ftp")


def check_page(path: Path, pages: dict[Path, Page], site: Path) -> list[str]:
    """Return what is wrong with a page."""
    page = pages[path]
    wrong = [f"loads from outside: {address}" for address in page.loads if outside(address)]
    wrong += [f"a style loads from outside: {a}" for s in page.styles for a in CSS_LOAD.findall(s)]
    wrong += [f"markup left over: {m}" for text in page.said for m in LEFTOVERS.findall(text)]
    for address in [*page.loads, *page.links]:
        parts = urlsplit(address)
        if outside(address) or parts.scheme:  # the web, mailto:, data:, javascript:
            continue
        start = path.parent
        if parts.path.startswith("/"):
            if (
                path.name != "404.html"
            ):  # a server sends it for any address, so it starts at the root
                wrong.append(f"a link from the server's root, dead in a folder: {address}")
                continue
            start = site
        target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
        if not target.is_file():
            wrong.append(f"leads nowhere: {address}")
        elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
            wrong.append(f"no such anchor: {address}")
    return wrong


def check(site: Path) -> list[str]:
    """Return what is wrong with a site, page by page."""
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    wrong = [] if pages else [f"{site.name}: there are no pages"]
    for path in pages:
        name = path.relative_to(site).as_posix()
        wrong += [f"{name}: {fault}" for fault in check_page(path, pages, site)]
    for path in sorted([*site.rglob("*.css"), *site.rglob("*.js"), *pages]):
        name = path.relative_to(site).as_posix()
        if name in VENDORED:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".css":
            wrong += [f"{name}: loads from outside: {found}" for found in CSS_LOAD.findall(text)]
        else:
            scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.S)
            code = "\n".join(scripts) if path.suffix == ".html" else text
            wrong += [
                f"{name}: names a CDN: {found}"
                for found in CDN.findall(code)
                if not CONDITIONAL.search(found)
            ]
    return wrong


def main(arguments: list[str]) -> int:
    """Check the site named on the command line; 0 when all is well."""
    if len(arguments) != 1:
        print("usage: python docs/check_offline.py SITE", file=sys.stderr)
        return 2
    wrong = check(Path(arguments[0]))
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not wrong:
        print(f"{arguments[0]}: opens offline, every link inside leads somewhere")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
