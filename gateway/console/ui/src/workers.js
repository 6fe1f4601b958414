// Monaco asks here for its workers; they are files of this build, next to this script.
const files = WORKER_FILES;

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    return new Worker(new URL(files[label] ?? files.editor, import.meta.url), { name: label });
  },
};
