// JupyterLab centres the tables of a text and puts those of an output on the left: in a
// page that has shown a view, all begin where the text does.

const TABLE_STYLE = ".jp-MarkdownCell .jp-RenderedMarkdown table { margin-left: 0; }";

function moveTablesLeft() {
  if (globalThis.cafeTables) return;
  globalThis.cafeTables = true;
  document.head.append(node("style", {}, TABLE_STYLE));
}

moveTablesLeft();
