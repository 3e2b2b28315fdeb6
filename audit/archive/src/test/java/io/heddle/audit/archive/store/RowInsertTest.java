package io.heddle.audit.archive.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowInsertTest {
  @TempDir private Path folder;
  private Connection connection;
  private RowInsert insert;

  @BeforeEach
  void open() throws Exception {
    connection = RawRows.emptyFile(folder.resolve("rows.db"));
    insert = new RowInsert(connection, "event", 3);
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 250, 300})
  void insertsAnyNumberOfRows(int rows) throws Exception {
    assertThat(insert(1, rows, 7)).isEqualTo(new BitSet());
    assertThat(Sqlite.number(connection, "SELECT count(*) FROM event")).isEqualTo(rows);
    assertThat(Sqlite.number(connection, "SELECT sum(seq) FROM event"))
        .isEqualTo(rows * (rows + 1L) / 2);
  }

  @Test
  void saysWhichKeysAreTakenAndLeavesTheirRowsAlone() throws Exception {
    insert(120, 121, 1);
    BitSet taken = new BitSet();
    taken.set(119, 121);
    assertThat(insert(1, 250, 2)).isEqualTo(taken);
    assertThat(Sqlite.number(connection, "SELECT count(*) FROM event WHERE body = x'02'"))
        .isEqualTo(248);
  }

  @Test
  void doesNotMindAnotherLogsKeys() throws Exception {
    insert.insert(2, 1, 5, 5, (statement, before, row) -> bind(statement, before, 2, 5, 1));
    assertThat(insert(1, 10, 1)).isEqualTo(new BitSet());
  }

  private BitSet insert(int firstSeq, int lastSeq, int body) throws SQLException {
    return insert.insert(
        1,
        lastSeq - firstSeq + 1,
        firstSeq,
        lastSeq,
        (statement, before, row) -> bind(statement, before, 1, firstSeq + row, body));
  }

  private static void bind(PreparedStatement statement, int before, long log, long seq, int body)
      throws SQLException {
    statement.setLong(before + 1, log);
    statement.setLong(before + 2, seq);
    statement.setBytes(before + 3, new byte[] {(byte) body});
  }
}
