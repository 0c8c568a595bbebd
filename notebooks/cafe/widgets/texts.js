// What a page that has shown a view does otherwise than JupyterLab in its texts. Their
// tables, which it centres, stand on the left as those of outputs do; and on a narrow
// page a line ends within a long word of code, which it cuts. What a cell prints, such as
// an error of AWS, it breaks at any letter: here a line ends between two words.

const TEXT_STYLE = `
  .jp-MarkdownCell .jp-RenderedMarkdown table { margin-left: 0; }
  .jp-MarkdownCell .jp-RenderedMarkdown code { overflow-wrap: break-word; }
  .jp-OutputArea .jp-OutputArea-output pre {
    word-break: normal; overflow-wrap: break-word; }`;

function styleTexts() {
  if (globalThis.cafeTexts) return;
  globalThis.cafeTexts = true;
  document.head.append(node("style", {}, TEXT_STYLE));
}

styleTexts();
