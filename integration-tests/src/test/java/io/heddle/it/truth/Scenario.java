package io.heddle.it.truth;

import static io.heddle.it.truth.Expected.delete;
import static io.heddle.it.truth.Expected.insert;
import static io.heddle.it.truth.Expected.update;

import io.heddle.it.harness.Call;
import java.util.List;

/** One thing an application does, and what must be archived of it, in order. */
enum Scenario {
  THREE_QUERIES("GET", "/queries?name=absent", 200),
  PLAIN_ANSWER("GET", "/hello", 200),
  COMMIT("POST", "/commit?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  ROLLBACK("POST", "/rollback?name=", 200, insert("ROLLED_BACK")),
  ROLLBACK_TO_SAVEPOINT(
      "POST",
      "/savepoint?name=",
      200,
      insert("COMMITTED"),
      insert("ROLLED_BACK"),
      insert("COMMITTED")),
  CONNECTION_GIVEN_BACK_IN_MID_TRANSACTION("POST", "/abandon?name=", 200, insert("ROLLED_BACK")),
  AUTOCOMMIT_SWITCHED_ON("POST", "/commit-by-switch?name=", 200, insert("COMMITTED")),
  BATCH("POST", "/batch?name=", 200, insert("COMMITTED")),
  DUPLICATE_KEY("POST", "/fail?name=", 409, insert("COMMITTED"), insert("ROLLED_BACK")),
  AUTOCOMMIT(
      "POST",
      "/autocommit?name=",
      200,
      insert("COMMITTED"),
      delete("COMMITTED"),
      insert("COMMITTED")),
  LITERAL("POST", "/literal?name=", 200, insert("COMMITTED")),
  DEFINITION(
      "POST",
      "/ddl?table=scratch",
      200,
      new Expected("DDL", "scratch", "COMMITTED"),
      new Expected("DDL", "scratch", "COMMITTED")),
  SQL_COMMIT("POST", "/sql-commit?name=", 200, insert("COMMITTED")),
  SQL_ROLLBACK("POST", "/sql-rollback?name=", 200, insert("ROLLED_BACK")),
  EXECUTOR_SUBMIT("POST", "/submitted?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  EXECUTOR_EXECUTE("POST", "/executed?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  COMPLETABLE_FUTURE("POST", "/supplied?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  FUTURE_CHAIN("POST", "/chained?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  SCHEDULED("POST", "/scheduled?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  VIRTUAL_THREAD("POST", "/virtual?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  ASYNC_SERVLET("POST", "/async?name=", 200, insert("COMMITTED"), update("COMMITTED")),
  EXCEPTION("POST", "/exception", 500),
  UNKNOWN_PATH("POST", "/nowhere", 404);

  private final String method;
  private final String path;
  private final int status;
  private final List<Expected> statements;

  Scenario(String method, String path, int status, Expected... statements) {
    this.method = method;
    this.path = path;
    this.status = status;
    this.statements = List.of(statements);
  }

  /** The request that makes it happen. */
  Call call() {
    return Call.of(method, path.endsWith("name=") ? path + name() : path);
  }

  /** How the application answers. */
  int status() {
    return status;
  }

  /** What must be archived of its statements. */
  List<Expected> statements() {
    return statements;
  }

  /** Whether the request itself is archived. */
  boolean isMutating() {
    return !method.equals("GET");
  }

  /** The tenant it runs for. */
  String tenant() {
    return "tenant-" + ordinal();
  }
}
