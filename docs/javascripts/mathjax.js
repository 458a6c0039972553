window.MathJax = {
  tex: {
    inlineMath: [["\\(", "\\)"], ["$", "$"]],
    displayMath: [["\\[", "\\]"], ["$$", "$$"]],
    processEscapes: true,
  },
  svg: { fontCache: "global" },
  options: { enableMenu: false },
  // Notebook cells keep their raw $...$, so they are searched too.
  startup: { elements: [".arithmatex", ".jp-MarkdownOutput"] },
};
