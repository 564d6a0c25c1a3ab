import { join } from "node:path";
import { defineConfig } from "vitest/config";

const report = process.env.TEST_REPORT;

/** The end-to-end suites: real programs, one suite at a time, and patience with tools that are installed first. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["test/e2e/*.e2e.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    disableConsoleIntercept: true,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
