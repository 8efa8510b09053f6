import { defineConfig } from "drizzle-kit";

// For drizzle-kit's own commands (`npx drizzle-kit studio`). To change a database that holds data,
// use `npm run db:push`: drizzle-kit's push can lose rows.
export default defineConfig({
  dialect: "sqlite",
  schema: ["./shared/schema.ts", "./shared/ledger.ts"],
  out: "./migrations",
  dbCredentials: { url: process.env["DATABASE_URL"] ?? "./hmsync.db" },
});
