// GraphiQL of this graph: example operations in tabs and in a panel, facts of the answer below it.
import "./workers.js";
import "@graphiql/react/style.css";
import "graphiql/graphiql.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./console.css";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { createRoot } from "react-dom/client";
import { EXAMPLES, HEADERS, examplesPlugin, readExamples, tabsOf, wanted } from "./examples.jsx";
import { Facts } from "./facts.jsx";
import { createFetcher } from "./fetcher.js";

const examples = readExamples();
const asked = wanted(examples, window.location.hash);
// GraphiQL takes the variables of the first tab from here alone; a later visit goes on with the tabs it kept.
const first = asked ?? (localStorage.getItem("graphiql:tabState") ? undefined : examples[0]);
const fetcher = createFetcher(window.location.pathname);
const plugins = [examplesPlugin(examples), HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];

// From this width on the examples stand open beside the editors.
const ROOMY = 1200;

function Console() {
  return (
    <>
      <h1 className="console-unseen">GraphiQL of Partir Ici</h1>
      <GraphiQL
        fetcher={fetcher}
        plugins={plugins}
        defaultTabs={tabsOf(examples, asked)}
        initialQuery={first?.query}
        initialVariables={first?.variables}
        defaultHeaders={HEADERS}
        visiblePlugin={window.innerWidth >= ROOMY && !asked ? EXAMPLES : undefined}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <a className="console-logo" href="./">
            Partir Ici
          </a>
          <a className="console-logo" href="docs">
            Docs
          </a>
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <Facts />
        </GraphiQL.Footer>
      </GraphiQL>
    </>
  );
}

createRoot(document.getElementById("graphiql")).render(<Console />);
