import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: "src/**/*.ts",
  importExtension: ".js",
  generates: {
    "src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { Date: "string", DateTime: "string", GeoJSON: "object", Locale: "string", Time: "string", URL: "string" },
        useTypeImports: true,
      },
    },
  },
};

export default config;
