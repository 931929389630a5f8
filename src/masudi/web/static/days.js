// A day that is chosen in a field, on a slider, or played from one to the next. Whoever uses it is told each day and may
// take as long as it likes over it: the next one waits.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const DAY = 86_400_000;
// A whole case plays in so many steps at most, each shown for so long.
const STEPS = 90;
const pause = () => (calm.matches ? 1400 : 600);

const words = (day) => new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export class Days {
  constructor(form, told) {
    this.field = form.querySelector("#on");
    this.slider = form.querySelector("#slider");
    this.button = form.querySelector("#play");
    this.told = told;
    this.playing = false;
    this.field.addEventListener("change", () => this.field.value && this.#go(this.field.value));
    if (!this.slider) return;
    this.first = Date.parse(this.slider.dataset.first);
    this.slider.setAttribute("aria-valuetext", words(this.#at()));
    this.slider.addEventListener("input", () => {
      this.stop();
      this.#set(this.#at());
      clearTimeout(this.later);
      this.later = setTimeout(() => this.told(this.field.value), 150);
    });
    this.button.addEventListener("click", () => (this.playing ? this.stop() : this.#play()));
  }

  get day() {
    return this.field.value;
  }

  stop() {
    this.playing = false;
    this.button.setAttribute("aria-pressed", "false");
    this.button.textContent = "Play";
  }

  #at() {
    return this.first + Number(this.slider.value) * DAY;
  }

  #set(time) {
    this.field.value = new Date(time).toISOString().slice(0, 10);
    this.slider?.setAttribute("aria-valuetext", words(time));
  }

  #go(day) {
    if (this.slider) {
      this.stop();
      this.slider.value = String(Math.round((Date.parse(day) - this.first) / DAY));
      this.slider.setAttribute("aria-valuetext", words(Date.parse(day)));
    }
    return this.told(day);
  }

  async #play() {
    this.playing = true;
    this.button.setAttribute("aria-pressed", "true");
    this.button.textContent = "Pause";
    const last = Number(this.slider.max);
    const step = Math.max(1, Math.ceil(last / STEPS));
    if (Number(this.slider.value) >= last) this.slider.value = "0";
    while (this.playing) {
      this.#set(this.#at());
      await Promise.all([this.told(this.field.value), new Promise((done) => setTimeout(done, pause()))]);
      if (!this.playing) return;
      if (Number(this.slider.value) >= last) return this.stop();
      this.slider.value = String(Math.min(last, Number(this.slider.value) + step));
    }
  }
}

export { words as dayWords };
