// While a brief is being made: says how far it is, and shows it when it is there.

const notice = document.getElementById("making");
const howFar = document.getElementById("how-far");

async function look() {
  const answer = await fetch(`/brief/making.json${location.search}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  if (!found.making && notice.dataset.there === "no") return location.reload();
  if (!found.making) {
    howFar.textContent = "it is there";
    return;
  }
  if (found.there && notice.dataset.there === "no") return location.reload();
  const { step, seconds } = found.making;
  // Told in steps of five seconds: whoever has it read out is not told every one.
  if (seconds === null || seconds % 5 < 2) howFar.textContent = seconds === null ? step : `${step}, ${seconds} seconds so far`;
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
