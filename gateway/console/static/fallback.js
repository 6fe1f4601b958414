// Starts the GraphiQL that came from the public host; says so in words when it did not come.
(() => {
  const place = document.getElementById("graphiql");
  if (!globalThis.GraphiQL) {
    place.firstElementChild.textContent = "GraphiQL could not be loaded: the public host cannot be reached from here.";
    return;
  }
  const examples = JSON.parse(document.getElementById("examples").textContent);
  const key = new URLSearchParams(location.hash.slice(1)).get("example");
  const asked = examples.find((example) => example.key === key);
  const others = examples.filter((example) => example !== asked);
  const props = {
    fetcher: GraphiQL.createFetcher({ url: location.pathname }),
    defaultTabs: [asked, ...others].filter(Boolean).map(({ query, variables }) => ({ query, variables })),
    query: asked?.query,
    variables: asked?.variables,
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
  };
  ReactDOM.createRoot(place).render(React.createElement(GraphiQL, props));
})();
