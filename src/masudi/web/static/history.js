// What people decided on a claim: shown in its card when asked for, with what can be taken back.
const make = (tag, fields = {}, ...children) => {
  const one = Object.assign(document.createElement(tag), fields);
  one.append(...children);
  return one;
};

const DID = { accept: "accepted it", reject: "rejected it", add: "added it", carry: "came over from an earlier reading", undo: "took back decision" };

// Characters that act on a display instead of being read stand as their code.
const visible = (text) => String(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (mark) => (mark === "\u200d" || mark === "\u200c" ? mark : `\\u${mark.codePointAt(0).toString(16).padStart(4, "0")}`));

function told(entry) {
  if (entry.action === "undo") return `${DID.undo} ${entry.value}`;
  if (entry.action !== "correct") return DID[entry.action] ?? entry.action;
  const words = (one) => (one && typeof one === "object" ? one.text ?? "" : String(one));
  const value = Array.isArray(entry.value) ? entry.value.map(words).join(", ") : words(entry.value ?? "");
  return `corrected ${entry.field}${value ? ` to “${visible(value)}”` : ", to nothing"}`;
}

const when = (at) => new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

// `path` is the claim's; `takeBack` takes the number of a decision back, and `seen` is the newest that was known.
export async function showHistory(more, path, takeBack) {
  const before = more.querySelector(".history");
  if (before) return before.remove();
  const answer = await fetch(`${path}/history.json`);
  if (!answer.ok) throw new Error(`the history could not be had (${answer.status})`);
  const found = await answer.json();
  const list = make("ol");
  for (const entry of found.entries) {
    const line = make("li", { className: entry.holds || entry.action === "undo" ? "" : "undone" });
    line.append(make("bdi", { textContent: visible(entry.person) }), ` ${told(entry)}, `, make("time", { dateTime: entry.at, textContent: when(entry.at) }));
    if (entry.signed) line.append(make("span", { className: "pill", textContent: "signed" }));
    if (entry.why) line.append(make("q", { dir: "auto", textContent: visible(entry.why) }));
    if (entry.undo) {
      const button = make("button", { type: "button", textContent: "Take back" });
      button.setAttribute("aria-label", `Take back decision ${entry.sequence}`);
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        takeBack(entry.sequence, found.last);
      });
      line.append(button);
    }
    list.append(line);
  }
  const box = make("section", { className: "history", tabIndex: -1 }, list);
  box.setAttribute("aria-label", "Decisions on this claim");
  if (!found.entries.length && !found.hidden) box.append(make("p", { className: "note", textContent: "Nobody has decided on it." }));
  if (found.hidden) box.append(make("p", { className: "note", textContent: "Somebody else decided too; you see it when you have decided." }));
  more.append(box);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
  return box;
}
