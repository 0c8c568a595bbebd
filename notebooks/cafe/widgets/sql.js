// A cell that begins with %%sql is coloured as SQL. JupyterLab colours all cells in the
// kernel's language, and its editor lets nobody change its nodes. But a page may colour
// ranges of text: no node is touched then.

const SQL_KEYWORDS = new Set(
  `ADD ALL ALTER ANALYZE AND ANTI AS ASC BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLUMN
  COMMIT CONFLICT CONSTRAINT CREATE CROSS DEFAULT DELETE DESC DISTINCT DO DROP ELSE END
  EXCEPT EXISTS EXPLAIN FALSE FETCH FILTER FOREIGN FROM FULL GRANT GROUP HAVING IF IN
  INDEX INNER INSERT INTERSECT INTO IS JOIN KEY LEFT LIKE LIMIT NATURAL NOT NOTHING NULL
  OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY QUALIFY RECURSIVE REFERENCES REPLACE
  RETURNING RIGHT ROLE ROLLBACK SAVEPOINT SELECT SET TABLE THEN TO TRANSACTION TRUE UNION
  UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WITH`.split(/\s+/),
);
// One piece of a line. A name in double quotes is no keyword, whatever it says.
const SQL_PIECE =
  /(?<comment>--.*)|(?<string>'(?:[^']|'')*'?)|(?<number>\d+(?:\.\d+)?)|"[^"]*"|(?<word>[a-z_]\w*)/gi;
const SQL_KINDS = ["keyword", "string", "comment", "number"];
// What a search has found has colours of its own: its line keeps them.
const SQL_SEARCHED = ".cm-searching, .cm-searchMatch";
const SQL_STYLE = [
  `.cafe-sql .cm-line:not(:has(${SQL_SEARCHED})) span {
    color: inherit !important; font-style: inherit; font-weight: inherit; }`,
  ...SQL_KINDS.map(
    (kind) =>
      `::highlight(cafe-${kind}) { color: var(--jp-mirror-editor-${kind}-color); }`,
  ),
].join("\n");

const kindOf = ({ word, ...kinds }) =>
  word
    ? SQL_KEYWORDS.has(word.toUpperCase()) && "keyword"
    : SQL_KINDS.find((kind) => kinds[kind]);

// Where a letter of a line is: [text, place in it]. An editor's line is many texts.
function locate(line, place) {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && place > texts.currentNode.length)
    place -= texts.currentNode.length;
  return [texts.currentNode, place];
}

// [kind, range] of each piece of a line that has a colour. A StaticRange costs nothing
// when the page changes elsewhere.
function colouredRanges(line) {
  if (line.querySelector(SQL_SEARCHED)) return [];
  return [...line.textContent.matchAll(SQL_PIECE)]
    .map((piece) => [kindOf(piece.groups), piece.index, piece[0].length])
    .filter(([kind]) => kind)
    .map(([kind, start, length]) => {
      const [startContainer, startOffset] = locate(line, start);
      const [endContainer, endOffset] = locate(line, start + length);
      const ends = { startContainer, startOffset, endContainer, endOffset };
      return [kind, new StaticRange(ends)];
    });
}

// The editors in which something has changed, come or gone. What moves in a picture, or
// comes as an output, is none.
function changedEditors(records) {
  const editors = new Set();
  for (const { target, addedNodes, removedNodes } of records) {
    const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
    const around = element?.closest(".cm-content, .jp-OutputArea, svg");
    if (around?.matches(".cm-content")) editors.add(around);
    if (around) continue;
    for (const each of [...addedNodes, ...removedNodes]) {
      if (each.matches?.(".cm-content")) editors.add(each);
      each.querySelectorAll?.(".cm-content").forEach((found) => editors.add(found));
    }
  }
  return editors;
}

// Begun once in a page, by the view that is shown first; where no range can be coloured,
// as in older browsers, never.
function colourSQL() {
  if (globalThis.cafeSQL || !globalThis.CSS?.highlights) return;
  globalThis.cafeSQL = true;
  const highlights = Object.fromEntries(SQL_KINDS.map((kind) => [kind, new Highlight()]));
  for (const kind of SQL_KINDS) CSS.highlights.set(`cafe-${kind}`, highlights[kind]);
  document.head.append(node("style", {}, SQL_STYLE));
  const shown = new WeakMap(); // an editor's ranges
  const changed = new Set();

  function colour(editor) {
    for (const [kind, range] of shown.get(editor) ?? []) highlights[kind].delete(range);
    const lines = editor.isConnected ? [...editor.children] : [];
    const first = lines.findIndex((line) => line.textContent.trim());
    const isSQL = /^%%sql\b/.test(lines[first]?.textContent);
    editor.closest(".jp-CodeCell")?.classList.toggle("cafe-sql", isSQL);
    const queries = isSQL ? lines.slice(first + 1) : [];
    shown.set(editor, queries.flatMap(colouredRanges));
    for (const [kind, range] of shown.get(editor)) highlights[kind].add(range);
  }
  function colourChanged() {
    changed.forEach(colour);
    changed.clear();
  }
  function note(editors) {
    if (editors.size && !changed.size) requestAnimationFrame(colourChanged);
    editors.forEach((editor) => changed.add(editor));
  }
  const everything = { childList: true, characterData: true, subtree: true };
  new MutationObserver((records) => note(changedEditors(records))).observe(
    document.body,
    everything,
  );
  note(new Set(document.querySelectorAll(".cm-content")));
}

colourSQL();
