// Sends a report to the graph of this server and shows its receipt, or what has to be changed.

const form = document.getElementById("report");
const news = document.getElementById("news");
const REPORT = `mutation Report($input: ReportProblemInput!, $key: String) {
  reportProblem(input: $input, idempotencyKey: $key) { userErrors { message } report { receipt } }
}`;
const key = crypto.randomUUID?.() ?? String(Math.random());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(form);
  const input = { about: form.dataset.about, ground: given.get("ground"), text: given.get("text"), contact: given.get("contact") || null };
  news.textContent = "Envoi…";
  try {
    const answer = await fetch("../graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: REPORT, variables: { input, key } }),
    });
    show(await answer.json());
  } catch {
    news.textContent = "Le service ne répond pas. Réessayez dans un moment.";
  }
});

function show({ data, errors }) {
  const receipt = data?.reportProblem?.report?.receipt;
  const refused = data?.reportProblem?.userErrors?.[0]?.message ?? errors?.[0]?.message;
  news.textContent = receipt ? `Merci. Votre signalement est enregistré sous le numéro ${receipt}.` : `Le signalement n’est pas parti : ${refused}`;
  form.hidden = Boolean(receipt);
}
