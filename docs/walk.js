// What docs/walk.py asks of a page; no part of the site.
({
  // What a reader would see wrong; and what the page can be linked at, and links to.
  async inspect() {
    await window.MathJax?.startup?.promise;
    const wrong = [];
    const content = document.querySelector(".md-content") ?? document.body;
    const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 90);
    for (const image of document.images) {
      image.loading = "eager";
      await image.decode().catch(() => {});
      const name = short(image.getAttribute("src") ?? "");
      const said = (image.getAttribute("alt") ?? "").trim();
      if (!image.naturalWidth) wrong.push(`broken image: ${name}`);
      if (!said || said.startsWith("No description has been provided"))
        wrong.push(`image without alt text: ${name}`);
    }
    for (const drawing of content.querySelectorAll("svg"))
      if (drawing.getBoundingClientRect().width > 100 && !drawing.closest("mjx-container")
          && !drawing.hasAttribute("aria-label") && !drawing.querySelector("title"))
        wrong.push(`drawing without a title: ${short(drawing.outerHTML)}`);

    for (const formula of document.querySelectorAll(".arithmatex"))
      if (!formula.querySelector("mjx-container"))
        wrong.push(`formula not rendered: ${short(formula.textContent)}`);
    for (const error of document.querySelectorAll("[data-mjx-error]"))
      wrong.push(`formula in error: ${error.dataset.mjxError}`);
    for (const drawn of document.querySelectorAll("mjx-container > svg")) {
      const [box, view] = [drawn.getBoundingClientRect(), drawn.viewBox.baseVal];
      if (box.width / box.height < 0.5 * view.width / view.height)
        wrong.push(`formula squeezed to ${box.width.toFixed()} px: ${short(drawn.outerHTML)}`);
    }
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (/\\[(\[a-zA-Z]|\$\$/.test(text.data)
          && text.parentElement.getClientRects().length
          && !text.parentElement.closest("pre, code, script, style, mjx-container"))
        wrong.push(`formula left as typed: ${short(text.data)}`);
    }

    const sheet = document.scrollingElement.scrollWidth;
    if (sheet > innerWidth) wrong.push(`${sheet} px wide where ${innerWidth} are shown`);
    const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const inScroller = (element) => {
      for (let e = element.parentElement; e && e !== content; e = e.parentElement)
        if (scrolls(e)) return true;
      return false;
    };
    const beyond = [...content.querySelectorAll("*")].find((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > innerWidth + 1
        && !inScroller(element) && !element.closest("mjx-assistive-mml");
    });
    if (beyond) wrong.push(`reaches beyond the edge: ${short(beyond.outerHTML)}`);

    // Small words tell languages apart; code, formulas and quotes in another language do not count.
    const small = {
      en: new Set("the and of is are a to in that it for with by what from on or not".split(" ")),
      id: new Set("dan yang di ini itu dari untuk dengan oleh apa pada atau tidak ke adalah".split(" ")),
    };
    const told = { en: 0, id: 0 };
    const page = document.documentElement;
    const prose = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    while (prose.nextNode()) {
      const near = prose.currentNode.parentElement;
      if (near.closest("pre, code, script, style, svg, mjx-container")
          || near.closest("[lang]").lang !== page.lang) continue;
      for (const word of prose.currentNode.data.toLowerCase().split(/[^\p{L}-]+/u))
        for (const lang of ["en", "id"]) told[lang] += small[lang].has(word);
    }
    const spoken = told.id > told.en ? "id" : "en";
    if (told.en + told.id > 9 && page.lang !== spoken)
      wrong.push(`lang="${page.lang}", but the words are ${spoken} (${told[spoken]} small ones)`);

    return {
      wrong,
      lang: page.lang,
      others: [...content.querySelectorAll("a[hreflang]")].map((a) => [a.href, a.hreflang]),
      ids: [...document.querySelectorAll("[id], a[name]")].map((e) => e.id || e.name),
      links: [...document.links].map((link) => link.href),
    };
  },

  // Text whose color is too near the color behind it. WCAG asks of small print a contrast of 4.5;
  // below 2.9 hardly anyone reads it.
  faint() {
    const rgba = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => {
      const [R, G, B] = [r, g, b].map((v) => {
        v /= 255;
        return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    const over = ([r, g, b, a = 1], [R, G, B]) =>
      [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
    const known = new Map();
    const behind = (element) => {
      if (!element) return [255, 255, 255];
      if (!known.has(element))
        known.set(element, over(rgba(getComputedStyle(element).backgroundColor),
                                behind(element.parentElement)));
      return known.get(element);
    };
    const faint = new Set();
    const content = document.querySelector(".md-content") ?? document.body;
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue;
      if (element.closest("script, style, noscript, mjx-container, .headerlink")) continue;
      const style = getComputedStyle(element);
      if (style.visibility === "hidden" || !style.color.startsWith("rgb")) continue;
      const back = behind(element);
      const [one, two] = [light(over(rgba(style.color), back)), light(back)].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (two + 0.05);
      if (ratio < 2.9) {
        const text = texts.currentNode.data.replace(/\s+/g, " ").trim().slice(0, 50);
        const name = element.tagName.toLowerCase();
        faint.add(`${name}.${element.className}: contrast ${ratio.toFixed(1)}, such as ${JSON.stringify(text)}`);
      }
    }
    return [...faint].slice(0, 5);
  },
})
