package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.Slots;
import java.util.ArrayList;
import java.util.List;

/** How an engine creates the tables, and what else histories expect there. */
final class Schema {
  private final Engine engine;

  private Schema(Engine engine) {
    this.engine = engine;
  }

  static Schema of(Engine engine) {
    return new Schema(engine);
  }

  /** The statements that create it, in their order. */
  List<String> creation() {
    List<String> texts = new ArrayList<>();
    if (engine == Engine.HSQLDB) {
      texts.add("SET DATABASE TRANSACTION CONTROL MVCC");
    }
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      texts.add(table(slot));
    }
    texts.add("CREATE TABLE locks (id INT NOT NULL PRIMARY KEY, n INT)");
    texts.add("CREATE TABLE numbers (i INT NOT NULL PRIMARY KEY)");
    if (engine == Engine.FIREBIRD) {
      texts.add("CREATE INDEX locks_by_id ON locks (id)");
    }
    if (engine == Engine.POSTGRESQL) {
      procedures(texts);
    }
    return texts;
  }

  /** The statement that creates a slot's table. */
  String table(int slot) {
    return "CREATE TABLE w"
        + slot
        + " (h INT NOT NULL, e INT NOT NULL, v INT CHECK (v >= 0)"
        + (engine == Engine.SQLITE ? ", u INT UNIQUE ON CONFLICT ROLLBACK" : "")
        + ", PRIMARY KEY (h, e))"
        + storage(slot);
  }

  /** MariaDB's tables that cannot roll back are among them. */
  private String storage(int slot) {
    if (engine != Engine.MARIADB && engine != Engine.MYSQL) {
      return "";
    }
    return switch (slot) {
      case Engine.ARIA -> " ENGINE=Aria TRANSACTIONAL=1";
      case Engine.MYISAM -> " ENGINE=MyISAM";
      default -> " ENGINE=InnoDB";
    };
  }

  private static void procedures(List<String> texts) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      String insert = "INSERT INTO w" + slot + " (h, e, v) VALUES (n, 0, 1); ";
      procedure(texts, slot, "commit_raise", insert + "COMMIT; RAISE EXCEPTION 'raised'; ");
      procedure(texts, slot, "commit", insert + "COMMIT; ");
      procedure(texts, slot, "raise", insert + "RAISE EXCEPTION 'raised'; ");
      procedure(texts, slot, "plain", insert);
    }
  }

  private static void procedure(List<String> texts, int slot, String name, String body) {
    texts.add(
        "CREATE PROCEDURE p"
            + slot
            + "_"
            + name
            + "(n INT) LANGUAGE plpgsql AS $$ BEGIN "
            + body
            + "END $$");
  }
}
