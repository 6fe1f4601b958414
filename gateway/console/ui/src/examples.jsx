// The example operations the server wrote into the page, as tabs and as a panel.
import { useGraphiQLActions, useGraphiQL } from "@graphiql/react";

/** What the tab of headers says before anything is written there: a comment is no header. */
export const HEADERS = headersFor("--role SCOUT --subject s1");

function headersFor(token) {
  return `{\n  // python -m gateway token ${token}\n  // "Authorization": "Bearer <what it prints>"\n}`;
}

export const EXAMPLES = "Examples";
const TABS = 3;

export function readExamples() {
  return JSON.parse(document.getElementById("examples").textContent);
}

/** A few examples as tabs; the one that was asked for comes first, because GraphiQL opens the first. */
export function tabsOf(examples, asked) {
  const others = examples.filter((example) => example !== asked);
  const shown = [asked, ...others].filter(Boolean).slice(0, TABS);
  return shown.map(({ query, variables, token }) => ({ query, variables, headers: token ? headersFor(token) : HEADERS }));
}

/** The example named by `#example=<key>`, so that other pages can link to one. */
export function wanted(examples, hash) {
  const key = new URLSearchParams(hash.slice(1)).get("example");
  return examples.find((example) => example.key === key);
}

export function examplesPlugin(examples) {
  return { title: EXAMPLES, icon: CompassIcon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }) {
  return (
    <section aria-label="Examples" className="console-examples">
      <h2>Examples</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.key}>
            <Example example={example} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Example({ example }) {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor, headerEditor } = useGraphiQL((state) => state);
  const open = () => {
    const known = tabs.findIndex((tab) => tab.query === example.query);
    if (known >= 0) return changeTab(known);
    addTab();
    queryEditor.setValue(example.query);
    variableEditor.setValue(example.variables);
    if (example.token) headerEditor?.setValue(headersFor(example.token));
  };
  return (
    <button type="button" onClick={open}>
      <strong>{example.title}</strong>
      <span>{example.description}</span>
      {example.token && <span className="console-needs">Needs a token: see the tab Headers.</span>}
    </button>
  );
}

function CompassIcon(props) {
  return (
    <svg viewBox="0 0 24 24" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" {...props}>
      <circle cx="12" cy="12" r="9.5" />
      <path d="m15.8 8.2-2.3 5.3-5.3 2.3 2.3-5.3z" strokeLinejoin="round" />
    </svg>
  );
}
