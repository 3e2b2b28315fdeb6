package io.heddle.audit.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two databases of different makes, with the same rows and then with others. */
class FingerprintCommandTest {
  @TempDir private Path folder;
  private String sqlite;
  private String h2;

  @BeforeEach
  void fillBoth() throws Exception {
    sqlite = "jdbc:sqlite:" + folder.resolve("shop.db");
    h2 = "jdbc:h2:" + folder.resolve("shop");
    List<String> ofSqlite = new ArrayList<>();
    ofSqlite.add(
        "CREATE TABLE Orders (id INTEGER PRIMARY KEY, item TEXT, amount NUMERIC, rate REAL,"
            + " paid INTEGER, note BLOB, code TEXT)");
    List<String> ofH2 = new ArrayList<>();
    ofH2.add(
        "CREATE TABLE ORDERS (CODE CHAR(8), ITEM VARCHAR(90), AMOUNT DECIMAL(12, 4),"
            + " RATE DOUBLE PRECISION, PAID BOOLEAN, NOTE VARBINARY(9), ID BIGINT PRIMARY KEY)");
    for (int i = 1; i <= 300; i++) {
      String insert =
          "INSERT INTO orders (id, item, amount, rate, paid, note, code) VALUES"
              + " (%d, 'größe %d', %d.%s, %d.125, %s, X'00ff', 'c%d')";
      String yes = i % 2 == 0 ? "NULL" : "1";
      ofSqlite.add(insert.formatted(i, i, i, "50", i, yes, i));
      ofH2.add(1, insert.formatted(i, i, i, "5", i, yes.replace("1", "TRUE"), i));
    }
    run(sqlite, ofSqlite.toArray(String[]::new));
    run(h2, ofH2.toArray(String[]::new));
  }

  @Test
  void findsEqualRowsEqualWhateverOrderCaseAndTypesTheyHave() {
    CommandRun both = fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", h2);
    assertThat(both.err()).isEmpty();
    assertThat(both.exitCode()).isZero();
    assertThat(both.out()).contains("rows         300").contains("same         300");
    CommandRun one = fingerprint("--jdbc-url", h2, "--table", "public.ORDERS");
    assertThat(one.lines().get(2)).startsWith("fingerprint  ").isEqualTo(both.lines().get(2));
  }

  @Test
  void namesEachRowThatDiffersAndEndsWith4() throws Exception {
    run(h2, "UPDATE orders SET amount = amount + 0.0001 WHERE id = 17");
    run(h2, "DELETE FROM orders WHERE id = 18");
    run(h2, "INSERT INTO orders (id) VALUES (1000)");
    CommandRun run = fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", h2);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.lines())
        .contains(
            "different            id=17",
            "only in the first    id=18",
            "only in the second   id=1000",
            "same         298");
    CommandRun some =
        fingerprint(
            "--jdbc-url",
            sqlite,
            "--table",
            "orders",
            "--against",
            h2,
            "--exclude",
            "amount",
            "--limit",
            "1");
    assertThat(some.out())
        .doesNotContain("id=17")
        .contains("… and 1 more row; --limit=N shows more");
  }

  @Test
  void comparesWithAFileThatWasWrittenBefore() throws Exception {
    Path file = folder.resolve("orders.fp");
    assertThat(fingerprint("--jdbc-url", h2, "--table", "orders", "-o", file.toString()).exitCode())
        .isZero();
    String against = file.toString();
    assertThat(
            fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", against).exitCode())
        .isZero();
    run(sqlite, "UPDATE orders SET item = 'other' WHERE id = 5");
    CommandRun changed =
        fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", against);
    assertThat(changed.exitCode()).isEqualTo(4);
    assertThat(changed.out()).contains("different            id=5");

    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(10);
    Files.write(file, lines);
    CommandRun cut = fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", against);
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("its rows are not those that its last line counts");
    Files.writeString(file, "dear diary\n");
    CommandRun other = fingerprint("--jdbc-url", sqlite, "--table", "orders", "--against", against);
    assertThat(other.err()).contains("does not begin with 'heddle fingerprints 1'");
  }

  @Test
  void aKeyOfTheOperatorsChoiceMustBeUnique() throws Exception {
    run(sqlite, "CREATE TABLE loose (name TEXT, n INTEGER)", "INSERT INTO loose VALUES ('a', 1)");
    run(sqlite, "INSERT INTO loose VALUES ('b', 1)");
    CommandRun none = fingerprint("--jdbc-url", sqlite, "--table", "loose");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("has no primary key; name the columns").contains("--key");
    assertThat(fingerprint("--jdbc-url", sqlite, "--table", "loose", "--key", "NAME").exitCode())
        .isZero();
    CommandRun twice = fingerprint("--jdbc-url", sqlite, "--table", "loose", "--key", "n");
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.err()).contains("two rows of loose").contains("have the same key");
  }

  @Test
  void aTypeWithoutACanonicalFormIsRefusedByName() throws Exception {
    run(h2, "CREATE TABLE odd (id INT PRIMARY KEY, tags INT ARRAY)");
    run(h2, "INSERT INTO odd VALUES (1, ARRAY[1, 2])");
    CommandRun refused = fingerprint("--jdbc-url", h2, "--table", "odd");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("TAGS").contains("--exclude tags");
    assertThat(fingerprint("--jdbc-url", h2, "--table", "odd", "--exclude", "tags").exitCode())
        .isZero();
  }

  @Test
  void aUuidEqualsItsText() throws Exception {
    run(
        h2,
        "CREATE TABLE a (id INT PRIMARY KEY, u UUID)",
        "CREATE TABLE b (id INT PRIMARY KEY, u VARCHAR)",
        "INSERT INTO a VALUES (1, '0af76519-16cd-43dd-8448-eb211c80319c')",
        "INSERT INTO b VALUES (1, '0af76519-16cd-43dd-8448-eb211c80319c')");
    assertThat(
            fingerprint("--jdbc-url", h2, "--table", "a", "--against", h2, "--against-table", "b")
                .exitCode())
        .isZero();
  }

  @Test
  void timesAreComparedAsMomentsAndDatesAsDates() throws Exception {
    run(
        h2,
        "CREATE TABLE a (id INT PRIMARY KEY, d DATE, t TIME, s TIMESTAMP, z TIMESTAMP WITH TIME ZONE)",
        "CREATE TABLE b (id INT PRIMARY KEY, d DATE, t TIME(3), s TIMESTAMP(9), z TIMESTAMP WITH TIME ZONE)",
        "INSERT INTO a VALUES (1, '2026-11-21', '02:17:00', '2026-11-21 02:17:00.5',"
            + " '2026-11-21 02:17:00+01:00')",
        "INSERT INTO b VALUES (1, '2026-11-21', '02:17:00.000', '2026-11-21 02:17:00.500',"
            + " '2026-11-21 01:17:00+00:00')");
    assertThat(
            fingerprint("--jdbc-url", h2, "--table", "a", "--against", h2, "--against-table", "b")
                .exitCode())
        .isZero();
    run(h2, "UPDATE b SET z = '2026-11-21 02:17:00+00:00'");
    assertThat(
            fingerprint("--jdbc-url", h2, "--table", "a", "--against", h2, "--against-table", "b")
                .exitCode())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--table nothing | 2 | there is no table nothing",
        "--table orders --key nothing | 2 | has no column nothing, expected",
        "--table orders --columns id,size | 2 | has no column size",
        "--table orders --limit -1 | 2 | --limit is -1",
        "--table orders --against nowhere.fp | 1 | nowhere.fp cannot be read",
        "--table orders --driver nowhere.jar | 1 | nowhere.jar is no file",
        "--table orders --password-file nowhere | 1 | nowhere cannot be read",
        "--table orders --against jdbc:postgresql://u:secret@db/x | 1 | no driver takes jdbc:postgresql://db/x;",
      })
  void saysWhatIsWrong(String options, int exitCode, String why) {
    List<String> all = new ArrayList<>(List.of("--jdbc-url", sqlite));
    all.addAll(List.of(options.split(" ")));
    CommandRun run = fingerprint(all.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(why).doesNotContain("secret");
  }

  private CommandRun fingerprint(String... options) {
    List<String> all = new ArrayList<>(List.of("fingerprint"));
    all.addAll(List.of(options));
    return CommandRun.of(folder, all.toArray(String[]::new));
  }

  private static void run(String url, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
