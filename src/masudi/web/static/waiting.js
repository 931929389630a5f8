// A page that waits for something is loaded again until that is done; what is read out stays what it was meanwhile.
const here = document.getElementById("pinning");

async function look(wait) {
  await new Promise((done) => setTimeout(done, wait));
  const answer = await fetch(`${location.pathname}.json`).catch(() => null);
  if (!answer?.ok) return look(Math.min(wait * 2, 10_000));
  const { job } = await answer.json();
  if (job.over) return location.reload();
  return look(Math.min(wait * 1.3, 3000));
}

if (here?.dataset.over === "no") look(400);
