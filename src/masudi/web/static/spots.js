// Where words stand in a report's text, counted as the claims count: in code points of the whole text.
const text = document.querySelector(".text");

// What one node adds to the text: a character that acts on a display is an empty element that names its code.
function added(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.classList?.contains("ctl") ? String.fromCodePoint(parseInt(node.dataset.code.slice(2), 16)) : "";
}

function* nodes() {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) yield walker.currentNode;
}

export const whole = text ? [...nodes()].map(added).join("") : "";
const points = (units) => Array.from(units).length;

// How many code points stand before a place in the page.
function before(node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  let units = "";
  for (const one of nodes()) {
    const place = document.createRange();
    place.selectNode(one);
    if (one.nodeType === Node.TEXT_NODE && one === node) {
      units += one.data.slice(0, offset);
      break;
    }
    if (range.compareBoundaryPoints(Range.START_TO_END, place) <= 0 && range.compareBoundaryPoints(Range.END_TO_END, place) < 0 && one.nodeType === Node.TEXT_NODE) break;
    if (range.compareBoundaryPoints(Range.END_TO_END, place) >= 0) units += added(one);
  }
  return points(units);
}

const span = (start, end) => ({ start, end, text: Array.from(whole).slice(start, end).join("") });

// The words that are selected, without white space around them; null where none of the text is.
export function selected() {
  const chosen = getSelection();
  if (!text || !chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  let [start, end] = [before(range.startContainer, range.startOffset), before(range.endContainer, range.endOffset)];
  const letters = Array.from(whole);
  while (start < end && /\s/.test(letters[start])) start += 1;
  while (end > start && /\s/.test(letters[end - 1])) end -= 1;
  return end > start ? { ...span(start, end), rectangle: range.getBoundingClientRect() } : null;
}

// The occurrence of some words that is nearest to a place; null where the text does not have them.
export function nearest(words, place) {
  const pattern = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  if (!pattern) return null;
  const found = [...whole.matchAll(new RegExp(pattern, "giu"))].map((match) => {
    const start = points(whole.slice(0, match.index));
    return span(start, start + points(match[0]));
  });
  found.sort((one, other) => Math.abs(one.start - place) - Math.abs(other.start - place));
  return found[0] ?? null;
}
