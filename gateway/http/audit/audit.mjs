// Runs every audit of GraphQL over HTTP against one server and writes [{id, name, status, reason}] as JSON.
import { serverAudits } from 'graphql-http';

const [, , url] = process.argv;

async function run(audit) {
  const result = await audit.fn();
  return { id: audit.id, name: audit.name, status: result.status, reason: result.reason ?? null };
}

const found = [];
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  found.push(await run(audit));
}
process.stdout.write(JSON.stringify(found));
