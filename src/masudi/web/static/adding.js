// Adding reports: files are dropped, sent in parts that the server takes, and their progress is shown as it goes.
const form = document.getElementById("add");
const element = (name, content, more = {}) => Object.assign(document.createElement(name), { textContent: content, ...more });

// ---- The page that shows the progress of one job

async function follow(id, told) {
  for (;;) {
    const answer = await fetch(`/adding/${id}.json`);
    if (!answer.ok) throw new Error("the workbench does not answer");
    const job = await answer.json();
    told(job);
    if (job.over) return;
    await new Promise((done) => setTimeout(done, 400));
  }
}

function fate(one) {
  const item = element("li", "");
  item.append(element("bdi", one.name), ": ");
  if (one.problem) {
    item.className = "bad";
    item.append(one.problem);
  } else {
    item.append(element("a", one.outcome, { href: `/report/${one.report}` }), one.claims ? `, ${one.claims} claims` : "");
  }
  for (const warning of one.warnings) item.append(" ", element("span", warning, { className: "note" }));
  return item;
}

class Progress {
  constructor() {
    this.bar = document.getElementById("bar");
    this.done = document.getElementById("done");
    this.state = document.getElementById("state");
    this.list = document.getElementById("fates");
    this.shown = 0;
    this.before = 0;
  }

  show(job) {
    for (const one of job.done.slice(this.shown)) this.list.append(fate(one));
    this.shown = job.done.length;
    this.bar.value = this.before + job.done.length;
    this.done.textContent = this.before + job.done.length;
    // A file may hold many reports, which is known only when it is opened.
    this.total(this.before + job.done.length);
    if (job.problem) this.list.before(element("p", job.problem, { className: "problem", role: "alert" }));
    if (job.over) {
      this.before += job.done.length;
      this.shown = 0;
    }
  }

  total(count) {
    if (count <= this.bar.max) return;
    this.bar.max = count;
    document.getElementById("total").textContent = count;
    this.bar.value = count;
  }

  over() {
    this.state.textContent = ": done";
    document.getElementById("said").textContent = `${this.bar.value} of ${this.bar.max} reports done`;
  }
}

const job = document.getElementById("job");
if (job?.dataset.over === "no") {
  const progress = new Progress();
  progress.shown = progress.list.children.length;
  follow(job.dataset.id, (state) => progress.show(state)).then(() => progress.over(), (fault) => (progress.state.textContent = `: ${fault.message}`));
}

// ---- The form

async function send(data) {
  const answer = await fetch("/add", { method: "POST", body: data, headers: { accept: "application/json" } });
  const said = await answer.json().catch(() => ({ problem: `the workbench refused (${answer.status})` }));
  if (!answer.ok) throw new Error(said.problem ?? said.detail ?? answer.statusText);
  return said.id;
}

// What is left of the form beside its files.
function fields() {
  const data = new FormData(form);
  data.delete("files");
  return data;
}

async function addAll(files) {
  const most = Number(form.dataset.most);
  const text = form.elements.text.value.trim();
  const total = files.length + (text ? 1 : 0);
  if (!total) {
    document.getElementById("text").focus();
    document.getElementById("said").textContent = "There is nothing to add: paste a text, or choose files.";
    return;
  }
  const section = document.getElementById("progress");
  section.innerHTML = '<h2 id="progress-head" tabindex="-1">Progress</h2><p><progress id="bar" aria-label="Reports done" value="0"></progress> <span id="done">0</span> of <span id="total"></span><span id="state"></span></p><ul class="fates" id="fates"></ul>';
  section.hidden = false;
  document.getElementById("bar").max = total;
  document.getElementById("total").textContent = total;
  document.getElementById("send").disabled = true;
  document.getElementById("progress-head").focus();
  const progress = new Progress();
  try {
    for (const part of parts(files, most, text)) await follow(await send(part), (state) => progress.show(state));
    progress.over();
    form.elements.text.value = "";
    form.elements.files.value = "";
  } catch (fault) {
    document.getElementById("fates").before(element("p", fault.message, { className: "problem", role: "alert" }));
  } finally {
    document.getElementById("send").disabled = false;
  }
}

// Not more files, nor bytes, in one request than the server takes.
function* parts(files, most, text) {
  let [data, count, bytes] = [fields(), 0, 0];
  for (const file of files) {
    if (count === most || (count && bytes + file.size > 30_000_000)) {
      yield data;
      [data, count, bytes] = [fields(), 0, 0];
      data.delete("text");
    }
    data.append("files", file, file.name);
    count += 1;
    bytes += file.size;
  }
  if (count || text) yield data;
}

// The files of a folder that was dropped, at any depth, of the formats that are read.
const endings = form?.dataset.endings.split(" ") ?? [];

async function below(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) if (one.isDirectory || endings.some((end) => one.name.toLowerCase().endsWith(end))) found.push(...(await below(one)));
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    addAll([...form.elements.files.files]);
  });
  const drop = document.getElementById("drop");
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(below))).flat() : [...event.dataTransfer.files];
    addAll(files);
  });
}
