// The dialog in which a claim is corrected, or added. All of it works by keyboard: words are typed as they stand in the
// report, and the occurrence nearest to the claim is taken.
const ROLES = [["actor", "Actor"], ["target", "Target"], ["place", "Place"], ["means", "Means"], ["source", "Source"]];

const element = (name, more = {}, ...children) => {
  const made = Object.assign(document.createElement(name), more);
  made.append(...children);
  return made;
};
const options = (id) => document.getElementById(id).content.cloneNode(true);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Editor {
  constructor(dialog, nearest) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.nearest = nearest;
  }

  // Opens on a claim; `save` gets the fields that were changed, as corrections.
  correct(claim, name, save) {
    const rows = [
      ["Kind", this.#select("kind", "kinds-template", claim.kind)],
      ["Status", this.#select("status", "statuses-template", claim.status)],
      ["Hedge", this.#hedge(claim.hedge.level)],
      ...ROLES.map(([role, label]) => [label, this.#words(role, claim[role].map((one) => one.text))]),
      ["Time", element("input", { name: "time", value: claim.time?.text ?? "", dir: "auto" })],
      ["First day", element("input", { name: "from", type: "date", value: claim.time?.from ?? "" })],
      ["Last day", element("input", { name: "to", type: "date", value: claim.time?.to ?? "" })],
      ...claim.casualties.flatMap((toll, at) => [
        [`“${toll.text}”: at least`, element("input", { name: `low-${at}`, type: "number", min: 0, value: toll.low ?? "" })],
        [`“${toll.text}”: at most`, element("input", { name: `high-${at}`, type: "number", min: 0, value: toll.high ?? "" })],
      ]),
    ];
    this.#open(`Correct: ${name}`, "Words as they stand in the report, one a line.", rows, () => save(this.#changes(claim)));
  }

  // Opens on nothing; `save` gets kind, status and where the words stand.
  missed(words, save) {
    const rows = [
      ["Words that say it", element("textarea", { name: "words", rows: 2, value: words, dir: "auto", required: true })],
      ["Kind", this.#select("kind", "kinds-template", "")],
      ["Status", this.#select("status", "statuses-template", "asserted")],
    ];
    this.#open("Add a claim that was missed", "The shortest words that name it, as they stand in the report.", rows, () => {
      const found = this.#found(this.form.elements.words.value, 0);
      return save({ kind: this.form.elements.kind.value, status: this.form.elements.status.value, start: found.start, end: found.end });
    });
  }

  #open(title, note, rows, save) {
    const grid = element("div", { className: "grid" });
    for (const [label, input] of rows) {
      input.id = `edit-${input.name}`;
      grid.append(element("label", { htmlFor: input.id, textContent: label }), input);
    }
    const problem = element("p", { className: "problem", hidden: true });
    problem.setAttribute("role", "alert");
    const button = element("button", { className: "primary", textContent: "Save" });
    const cancel = element("button", { type: "button", textContent: "Cancel" });
    cancel.addEventListener("click", () => this.dialog.close());
    this.form.replaceChildren(element("h2", { id: "editor-head", textContent: title }), element("p", { className: "note", textContent: note }), grid, problem, element("p", { className: "act" }, button, " ", cancel));
    this.form.onsubmit = async (event) => {
      event.preventDefault();
      problem.hidden = true;
      button.disabled = true;
      try {
        await save();
        this.dialog.close();
      } catch (fault) {
        problem.textContent = fault.message;
        problem.hidden = false;
      } finally {
        button.disabled = false;
      }
    };
    this.dialog.showModal();
    grid.querySelector("select, input, textarea").focus();
  }

  #select(name, template, value) {
    const made = element("select", { name });
    made.append(options(template));
    made.value = value;
    return made;
  }

  #hedge(value) {
    const levels = [["none", "Not hedged"], ["reported", "Reported"], ["alleged", "Alleged"], ["suspected", "Suspected"], ["disputed", "Disputed"]];
    const made = element("select", { name: "hedge" }, ...levels.map(([level, label]) => new Option(label, level)));
    made.value = value;
    return made;
  }

  #words(name, lines) {
    return element("textarea", { name, rows: Math.max(1, lines.length), value: lines.join("\n"), dir: "auto" });
  }

  #found(words, place) {
    const found = this.nearest(words, place);
    if (!found) throw new Error(`“${words.trim()}” does not stand in the report so.`);
    return found;
  }

  #changes(claim) {
    const given = this.form.elements;
    const place = claim.mentions[0].start;
    const changes = [];
    const change = (field, value) => same(value, claim[field]) || changes.push({ field, value });
    change("kind", given.kind.value);
    change("status", given.status.value);
    if (given.hedge.value !== claim.hedge.level) changes.push({ field: "hedge", value: { ...claim.hedge, level: given.hedge.value, ...(given.hedge.value === "none" && { span: null }) } });
    for (const [role] of ROLES) {
      const lines = given[role].value.split("\n").map((line) => line.trim()).filter(Boolean);
      change(role, lines.map((line) => claim[role].find((one) => one.text.split(/\s+/).join(" ") === line.split(/\s+/).join(" ")) ?? this.#found(line, place)));
    }
    const time = this.#time(claim.time, place);
    if (!same(time, claim.time)) changes.push({ field: "time", value: time });
    change("casualties", claim.casualties.map((toll, at) => ({ ...toll, low: this.#number(`low-${at}`), high: this.#number(`high-${at}`) })));
    return changes;
  }

  #time(before, place) {
    const words = this.form.elements.time.value.trim();
    const [from, to] = ["from", "to"].map((name) => this.form.elements[name].value || null);
    if (!words) return null;
    const span = before?.text === words ? { start: before.start, end: before.end, text: before.text } : this.#found(words, place);
    const days = from === (before?.from ?? null) && to === (before?.to ?? null);
    const precision = days && before ? before.precision : from && from === to ? "day" : from || to ? "span" : null;
    return before && days && before.text === words ? before : { ...span, from, to, precision };
  }

  #number(name) {
    const { value } = this.form.elements[name];
    return value === "" ? null : Number(value);
  }
}
